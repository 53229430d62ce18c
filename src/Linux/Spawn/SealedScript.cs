using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The unmanaged memory of a script: its records, then its arena. It never moves, so addresses into it hold.</summary>
internal sealed unsafe class SealedScript : IDisposable
{
    private const nuint Alignment = 16;

    private void* _memory;

    internal SealedScript(int records, long bytes)
    {
        _memory = NativeMemory.AlignedAlloc((nuint)bytes + 1, Alignment);
        Records = (SpawnRecord*)_memory;
        End = Records + records;
    }

    ~SealedScript() => Free();

    internal SpawnRecord* Records { get; }

    internal SpawnRecord* End { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
