using System.Text.Json;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Reads what <see cref="JsonSink"/> wrote.</summary>
internal sealed class JsonReader
{
    private readonly Dictionary<int, EnvironmentBlock> _environments = [];
    private readonly TextReader _reader;
    private int _line;

    /// <summary>Reads the first line.</summary>
    /// <exception cref="FormatException">It is not the beginning of a recording.</exception>
    internal JsonReader(TextReader reader)
    {
        _reader = reader;
        using JsonDocument first = NextLine() ?? throw new FormatException("the recording is empty");
        if (!first.RootElement.TryGetProperty("forktop", out JsonElement version) || version.GetInt32() != JsonSink.Version)
        {
            throw new FormatException($"not a recording of forktop in format {JsonSink.Version}");
        }

        Start = first.RootElement.GetProperty("wall").GetDateTimeOffset();
        StartTime = first.RootElement.GetProperty("time").GetInt64();
        Host = first.RootElement.TryGetProperty("host", out JsonElement host) ? PermissionJson.Read(host) : null;
    }

    /// <summary>When the recording began.</summary>
    internal DateTimeOffset Start { get; }

    /// <summary>The same on the clock of events.</summary>
    internal long StartTime { get; }

    /// <summary>The permissions of the host that it was made on.</summary>
    internal ProcessPermissions? Host { get; }

    /// <summary>The events, in order.</summary>
    /// <exception cref="FormatException">A line that is none; the message has its number.</exception>
    internal IEnumerable<TraceEvent> Events()
    {
        while (NextLine() is { } document)
        {
            using (document)
            {
                if (Read(document.RootElement) is { } happened)
                {
                    yield return happened;
                }
            }
        }
    }

    private JsonDocument? NextLine()
    {
        while (_reader.ReadLine() is { } line)
        {
            _line++;
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                return JsonDocument.Parse(line);
            }
            catch (JsonException broken)
            {
                throw new FormatException($"line {_line}: not JSON", broken);
            }
        }

        return null;
    }

    private TraceEvent? Read(JsonElement json)
    {
        try
        {
            string? name = json.GetProperty("event").GetString();
            if (name == EventNames.Environment)
            {
                _environments[json.GetProperty("environment").GetInt32()] = new EnvironmentBlock(Texts(json, "entries"));
                return null;
            }

            long time = json.GetProperty("time").GetInt64();
            ProcessKey key = json.TryGetProperty("pid", out JsonElement pid) ? new ProcessKey(pid.GetInt32(), json.GetProperty("start").GetInt64()) : default;
            return name switch
            {
                "start" => new TraceEvent.Started(time, key, ParentOf(json), EventNames.StartOf(json.GetProperty("kind").GetString()), (CloneFlags)Number(json, "namespaces"), (int)Number(json, "innerPid")),
                "threadStart" => new TraceEvent.ThreadStarted(time, key, (int)Number(json, "thread")),
                "threadEnd" => new TraceEvent.ThreadEnded(time, key, (int)Number(json, "thread")),
                "exec" => new TraceEvent.Executed(time, key, (int)Number(json, "thread"), Image(json), json.TryGetProperty("snapshot", out _)),
                "execFailed" => new TraceEvent.ExecFailed(time, key, (int)Number(json, "thread"), Text(json, "path"), Texts(json, "arguments"), (Errno)Number(json, "errno")),
                "exit" => new TraceEvent.Exited(time, key, Status(json), new ResourceUsage(Time(json, "user"), Time(json, "system"), Number(json, "peakMemory"))),
                "call" => new TraceEvent.Called(time, key, (int)Number(json, "thread"), EventNames.CallOf(Text(json, "about")), Text(json, "call"), (Errno)Number(json, "errno")),
                "permissions" => new TraceEvent.PermissionsSeen(time, key, PermissionJson.Read(json.GetProperty("permissions")), Text(json, "cause")),
                "signal" => new TraceEvent.Signalled(time, key, (int)Number(json, "thread"), (int)Number(json, "signal"), (int)Number(json, "sender")),
                "stop" => new TraceEvent.Stopped(time, key, (int)Number(json, "signal")),
                "continue" => new TraceEvent.Continued(time, key),
                "reparent" => new TraceEvent.Reparented(time, key, (int)Number(json, "parentPid")),
                "hold" => new TraceEvent.Held(time, key, Text(json, "pattern")),
                "release" => new TraceEvent.Released(time, key),
                "detach" => new TraceEvent.Detached(time, key),
                "note" => new TraceEvent.Note(time, Text(json, "text")),
                _ => throw new FormatException($"'{name}' is not an event of this format"),
            };
        }
        catch (FormatException broken)
        {
            throw new FormatException($"line {_line}: {broken.Message}", broken);
        }
        catch (Exception broken) when (broken is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"line {_line}: not an event of forktop", broken);
        }
    }

    private ProgramImage Image(JsonElement json) => new()
    {
        Path = Text(json, "path"),
        Executable = Text(json, "executable"),
        Arguments = Texts(json, "arguments"),
        Environment = _environments.GetValueOrDefault((int)Number(json, "environment")) ?? EnvironmentBlock.Empty,
        WorkingDirectory = Text(json, "directory"),
        Interpreters = json.TryGetProperty("interpreters", out _) ? Texts(json, "interpreters") : [],
    };

    private static ProcessKey? ParentOf(JsonElement json)
        => json.TryGetProperty("parentPid", out JsonElement pid) ? new ProcessKey(pid.GetInt32(), json.GetProperty("parentStart").GetInt64()) : null;

    private static WaitStatus? Status(JsonElement json)
        => json.TryGetProperty("code", out JsonElement code) ? new WaitStatus(code.GetInt32(), 0, false)
            : json.TryGetProperty("signal", out JsonElement signal) ? new WaitStatus(0, signal.GetInt32(), json.TryGetProperty("core", out _))
            : null;

    private static long Number(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement number) ? number.GetInt64() : 0;

    private static TimeSpan Time(JsonElement json, string name) => new(Number(json, name) * TimeSpan.TicksPerMicrosecond);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    private static string[] Texts(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(static text => text.GetString() ?? "")];
}
