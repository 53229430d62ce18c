using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>sys/resource.h</summary>
internal static unsafe partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int prlimit64(int pid, int resource, ResourceLimit* new_limit, ResourceLimit* old_limit);
}
