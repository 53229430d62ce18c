using Helios.Linux;

namespace Helios.Cli;

/// <summary>This process's standard streams as a payload without a terminal of its own gets them: as they are, except that a terminal is never among them.</summary>
/// <remarks>
/// Whoever holds a descriptor of a terminal reads what is typed there for as long as he likes, also after this command has returned. So in a
/// terminal's place the payload gets a pipe, and this process copies; when it is done, its ends are closed and nothing of the payload's reaches the terminal any more.
/// </remarks>
internal sealed class RelayedStreams : IDisposable
{
    private readonly FileFd[] _standard = [FileFd.Borrow(0), FileFd.Borrow(1), FileFd.Borrow(2)];
    private readonly SafeFd?[] _given = new SafeFd?[3];
    private readonly Pipe?[] _pipes = new Pipe?[3];
    private readonly EventFd _over = EventFd.Create();
    private readonly List<Thread> _showing = [];

    /// <param name="withInput">Whether standard input is passed on at all.</param>
    internal RelayedStreams(bool withInput)
    {
        for (int number = 0; number < _standard.Length; number++)
        {
            if (number == 0 && !withInput)
            {
                continue;
            }

            if (Terminal.Is(_standard[number]))
            {
                Pipe pipe = Pipe.Create();
                _pipes[number] = pipe;
                _given[number] = number == 0 ? pipe.ReadEnd : pipe.WriteEnd;
            }
            else
            {
                _given[number] = _standard[number];
            }
        }
    }

    /// <summary>What the payload gets; null for an input that is not passed on.</summary>
    internal SafeFd? Input => _given[0];

    /// <inheritdoc cref="Input"/>
    internal SafeFd Output => _given[1]!;

    /// <inheritdoc cref="Input"/>
    internal SafeFd Error => _given[2]!;

    /// <summary>The payload has its ends: ours are closed, and copying begins.</summary>
    internal void Begin()
    {
        for (int number = 0; number < _pipes.Length; number++)
        {
            if (_pipes[number] is not { } pipe)
            {
                continue;
            }

            _given[number]!.Dispose();
            FileFd standard = _standard[number];
            bool typed = number == 0;
            SafeFd from = typed ? standard : pipe.ReadEnd;
            SafeFd to = typed ? pipe.WriteEnd : standard;
            Thread thread = new(() => Copy(from, to, typed)) { IsBackground = true, Name = "helios stream" };
            thread.Start();
            if (!typed)
            {
                _showing.Add(thread);
            }
        }
    }

    /// <summary>The payload has ended: shows what it had written, and lets go of the rest.</summary>
    internal void End()
    {
        _over.Signal();
        _showing.ForEach(static thread => thread.Join());
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Signal();
        foreach (Pipe? pipe in _pipes)
        {
            pipe?.Dispose();
        }
    }

    // What is in a pipe when the payload has ended is its last words and is shown; what a process that it left behind writes later is not.
    private void Copy(SafeFd from, SafeFd to, bool typed)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (Poll.WaitReadableUnless(from, _over) || (!typed && Poll.IsReadable(from)))
            {
                int count = DescriptorIo.Read(from, buffer);
                if (count == 0)
                {
                    break;
                }

                DescriptorIo.WriteAll(to, buffer.AsSpan(0, count));
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // Nobody reads any more: the terminal has gone, or the payload has closed its input.
        }

        if (typed)
        {
            to.Dispose();
        }
    }
}
