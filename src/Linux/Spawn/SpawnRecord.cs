using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>One record as the stub reads it: eleven words, because SpawnStub.x64 strides by 88 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SpawnRecord
{
    /// <summary>Not a system call: copies Arg2 bytes from Arg1 to Arg0.</summary>
    internal const long Copy = -1;

    /// <summary>Flag: the parent side of a nested clone reports the pid and exits.</summary>
    internal const long ExitIfPositive = 0x40;

    /// <summary>Flag: any result but <see cref="Required"/> is a failure.</summary>
    internal const long HasRequired = 0x80;

    /// <summary>Where <see cref="Result"/> lies in a record, in bytes.</summary>
    internal const int ResultOffset = 56;

    internal long Number;
    internal fixed long Arguments[6];

    /// <summary>Written by the stub; later records load it.</summary>
    internal long Result;

    /// <summary>Bits 0 to 5: that argument is an address whose eight bytes are passed. Then the flags above.</summary>
    internal long Flags;

    /// <summary>An errno that is not a failure; zero is none.</summary>
    internal long Tolerated;

    internal long Required;
}
