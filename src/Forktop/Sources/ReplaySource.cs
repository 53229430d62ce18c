using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Events of a recording, as fast as they can be taken.</summary>
internal sealed class ReplaySource : IEventSource
{
    private readonly Thread _thread;
    private readonly TextReader _reader;

    /// <summary>Reads the beginning, and the rest on a thread of its own.</summary>
    /// <exception cref="ForktopException">It is no recording.</exception>
    internal ReplaySource(string path)
    {
        try
        {
            _reader = new StreamReader(path);
            Recording = new JsonReader(_reader);
        }
        catch (FormatException refused)
        {
            throw new ForktopException($"{path}: {refused.Message}");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ForktopException($"{path}: {Reason.Of(refused)}");
        }

        _thread = new Thread(() => Serve(path)) { IsBackground = true, Name = "forktop replay" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public EventQueue Events { get; } = new();

    /// <inheritdoc/>
    public PtraceEngine? Engine => null;

    /// <inheritdoc/>
    public int RootPid => 0;

    /// <inheritdoc/>
    public string Name => "replay";

    /// <summary>What the recording says of itself.</summary>
    internal JsonReader Recording { get; }

    /// <inheritdoc/>
    public void Detach() => Events.Ignore();

    /// <inheritdoc/>
    public void Dispose()
    {
        Events.Ignore();
        _thread.Join();
        _reader.Dispose();
        Events.Dispose();
    }

    private void Serve(string path)
    {
        try
        {
            foreach (TraceEvent happened in Recording.Events())
            {
                Events.Add(happened);
            }
        }
        catch (FormatException broken)
        {
            // A recording that was cut short is shown up to there.
            Events.Add(new TraceEvent.Note(Recording.StartTime, $"{path}: {broken.Message}"));
        }

        Events.Complete();
    }
}
