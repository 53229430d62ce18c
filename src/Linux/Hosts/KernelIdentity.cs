using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>What the running kernel calls itself. See uname(2).</summary>
/// <param name="System">The system, always <c>Linux</c>.</param>
/// <param name="Release">The release, such as <c>6.18.5</c>.</param>
/// <param name="Machine">The architecture, such as <c>x86_64</c>.</param>
public sealed record KernelIdentity(string System, string Release, string Machine)
{
    /// <summary>Asks it.</summary>
    public static unsafe KernelIdentity Read()
    {
        Libc.utsname name;
        SyscallException.Check(Libc.uname(&name), "uname");
        return new KernelIdentity(Text(name.sysname), Text(name.release), Text(name.machine));
    }

    private static unsafe string Text(byte* field) => Marshal.PtrToStringUTF8((nint)field) ?? "";
}
