using Helios.Linux;

namespace Helios.Shell;

/// <summary>An open descriptor of the shell's that several numbers and several shell environments may refer to; the last one closes it.</summary>
internal sealed class OpenFile
{
    private readonly SafeFd _fd;
    private int _references = 1;

    internal OpenFile(SafeFd fd) => _fd = fd;

    /// <summary>The descriptor's real number in this process.</summary>
    internal int Number => _fd.Number;

    internal SafeFd Descriptor => _fd;

    internal OpenFile Share()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            _fd.Dispose();
        }
    }
}
