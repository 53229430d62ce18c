using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Where the lines of an interactive shell come from.</summary>
internal abstract class LineSource : IDisposable
{
    /// <summary>An editor where the terminal can do it; otherwise lines as the terminal or the file has them.</summary>
    internal static LineSource For(Executor executor)
    {
        string terminal = executor.State.Variables.Get("TERM") ?? "dumb";
        return executor.Process.Terminal is { } owned && terminal is not ("dumb" or "") ? new LineEditor(executor, owned) : new PlainLines(executor);
    }

    /// <summary>Reads a line, with its end. Null at the end of the input.</summary>
    /// <param name="prompt">What to ask with.</param>
    /// <param name="before">The lines of the same command that have been read already.</param>
    /// <exception cref="InterruptedException">The interrupt key.</exception>
    internal abstract string? Read(string prompt, string before);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>Lines from an input that edits them itself, or not at all: a dumb terminal, a pipe with <c>-i</c>.</summary>
internal sealed class PlainLines(Executor executor) : LineSource
{
    internal override string? Read(string prompt, string before)
    {
        executor.WriteTo(2, prompt);
        using FileFd input = FileFd.Borrow(0);
        List<byte> line = [];
        Span<byte> one = stackalloc byte[1];
        while (true)
        {
            try
            {
                InputEvent what = executor.WaitForKey(input, Timeout.InfiniteTimeSpan);
                if (what == InputEvent.HungUp)
                {
                    return null;
                }

                if (what == InputEvent.Resized)
                {
                    continue;
                }
            }
            catch (InterruptedException)
            {
                executor.WriteTo(2, "\n");
                throw;
            }

            if (DescriptorIo.TryRead(input, one, out _) == 0)
            {
                return line.Count == 0 ? null : ByteText.Decode(CollectionsMarshal.AsSpan(line)) + "\n";
            }

            line.Add(one[0]);
            if (one[0] == (byte)'\n')
            {
                return ByteText.Decode(CollectionsMarshal.AsSpan(line));
            }
        }
    }
}
