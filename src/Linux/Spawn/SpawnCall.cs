using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The stub's one argument; offsets as in SpawnStub.x64.S.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SpawnCall
{
    internal SpawnRecord* First;
    internal SpawnRecord* End;
    internal SpawnPage* Page;
    internal ulong AllSignals;
    internal ulong SavedMask;
    internal long Announce;
    internal int Pid;
    internal int PidFd;
    internal Libc.clone_args Clone;
}
