using System.Text;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The files that a session writes: recording, exports, lines.</summary>
internal sealed class EventFiles : IDisposable
{
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);

    private readonly List<IDisposable> _owned = [];
    private readonly ForktopOptions _options;

    /// <summary>Opens the recording.</summary>
    /// <exception cref="ForktopException">It cannot be written.</exception>
    internal EventFiles(ForktopOptions options, IEventSource source, ProcessTree tree)
    {
        _options = options;
        tree.Host = source is ReplaySource replay ? replay.Recording.Host : new PermissionReader(new TextPool()).Read(Environment.ProcessId, ownFilters: 0);
        if (options.Record is { } path)
        {
            Sinks.Add(Own(Json(OpenStream(path), source, tree, derived: false)));
        }

        if (options.ExportTrace is not null || options.ExportHtml is not null)
        {
            Timeline = new Timeline();
            Sinks.Add(Timeline);
        }
    }

    /// <summary>What writes them.</summary>
    internal List<IEventSink> Sinks { get; } = [];

    /// <summary>What an export needs beside the tree; null when none was asked for.</summary>
    internal Timeline? Timeline { get; }

    /// <summary>A sink of JSON lines.</summary>
    internal static JsonSink Json(Stream stream, IEventSource source, ProcessTree tree, bool derived)
        => source is ReplaySource replay
            ? new JsonSink(stream, replay.Recording.Start, replay.Recording.StartTime, tree.Host, derived)
            : new JsonSink(stream, TimeProvider.System.GetUtcNow(), Clock.Now, tree.Host, derived);

    /// <summary>Opens a file for text.</summary>
    internal StreamWriter Open(string path) => Own(new StreamWriter(OpenStream(path), s_encoding) { NewLine = "\n" });

    /// <summary>Opens a file for bytes.</summary>
    internal BufferedStream OpenStream(string path)
    {
        try
        {
            return Own(new BufferedStream(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read), 64 * 1024));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ForktopException($"{path}: cannot be written: {Reason.Of(refused)}");
        }
    }

    /// <summary>Closes something at the end, the last first.</summary>
    internal T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    /// <summary>Writes the exports that were asked for.</summary>
    internal void Export(ProcessTree tree)
    {
        if (_options.ExportTrace is { } trace)
        {
            using Stream stream = new FileStream(trace, FileMode.Create, FileAccess.Write);
            TraceExport.Write(stream, tree, Timeline);
        }

        if (_options.ExportHtml is { } html)
        {
            using StreamWriter writer = new(new FileStream(html, FileMode.Create, FileAccess.Write), s_encoding);
            HtmlExport.Write(writer, tree, Timeline);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        _owned.Clear();
    }
}
