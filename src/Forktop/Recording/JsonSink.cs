using System.Text.Json;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Events as JSON lines: what <c>--json</c> prints and <c>--record</c> keeps. <see cref="JsonReader"/> reads it back.</summary>
/// <remarks>The first line describes the recording. An environment gets a line of its own before its first use, and its number after that.</remarks>
internal sealed class JsonSink : IEventSink, IDisposable
{
    /// <summary>The version of the format.</summary>
    internal const int Version = 1;

    private static readonly byte[] s_newLine = "\n"u8.ToArray();

    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<EnvironmentBlock, int> _environments = new(ReferenceEqualityComparer.Instance);
    private readonly bool _derived;

    /// <param name="stream">Where to; buffered, and owned from now on.</param>
    /// <param name="start">The wall-clock time of <paramref name="monotonic"/>.</param>
    /// <param name="monotonic">The time of events at that moment.</param>
    /// <param name="host">The host's permissions.</param>
    /// <param name="derived">Whether to add what the model finds out: alarms and environment differences. A recording does without.</param>
    internal JsonSink(Stream stream, DateTimeOffset start, long monotonic, ProcessPermissions? host, bool derived)
    {
        (_stream, _derived) = (stream, derived);
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true });
        _json.WriteStartObject();
        _json.WriteNumber("forktop", Version);
        _json.WriteString("wall", start);
        _json.WriteNumber("time", monotonic);
        if (host is not null)
        {
            PermissionJson.Write(_json, "host", host);
        }

        EndLine();
    }

    /// <inheritdoc/>
    public void Write(TraceEvent happened, in Applied applied)
    {
        int environment = 0;
        if (happened is TraceEvent.Executed executed)
        {
            environment = Number(executed.Image.Environment);
        }

        _json.WriteStartObject();
        _json.WriteNumber("time", happened.Time);
        _json.WriteString("event", EventNames.Of(happened));
        if (happened.Process != default)
        {
            _json.WriteNumber("pid", happened.Process.Pid);
            _json.WriteNumber("start", happened.Process.Start);
        }

        WriteFields(happened, environment);
        if (_derived)
        {
            WriteDerived(happened, applied);
        }

        EndLine();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        _json.Flush();
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        _json.Dispose();
        _stream.Dispose();
    }

    private void WriteFields(TraceEvent happened, int environment)
    {
        switch (happened)
        {
            case TraceEvent.Started started:
                _json.WriteString("kind", EventNames.Of(started.Kind));
                if (started.Parent is { } parent)
                {
                    _json.WriteNumber("parentPid", parent.Pid);
                    _json.WriteNumber("parentStart", parent.Start);
                }

                if (started.Namespaces != CloneFlags.None)
                {
                    _json.WriteNumber("namespaces", (ulong)started.Namespaces);
                }

                if (started.InnerPid > 0)
                {
                    _json.WriteNumber("innerPid", started.InnerPid);
                }

                break;
            case TraceEvent.ThreadStarted thread:
                _json.WriteNumber("thread", thread.Thread);
                break;
            case TraceEvent.ThreadEnded thread:
                _json.WriteNumber("thread", thread.Thread);
                break;
            case TraceEvent.Executed executed:
                WriteImage(executed, environment);
                break;
            case TraceEvent.ExecFailed failed:
                _json.WriteNumber("thread", failed.Thread);
                _json.WriteString("path", failed.Path);
                WriteTexts("arguments", failed.Arguments);
                WriteErrno(failed.Errno);
                break;
            case TraceEvent.Exited exited:
                if (exited.Status is { } status)
                {
                    _json.WriteNumber(status.Signal == 0 ? "code" : "signal", status.Signal == 0 ? status.ExitCode : status.Signal);
                    if (status.CoreDumped)
                    {
                        _json.WriteBoolean("core", true);
                    }
                }

                _json.WriteNumber("user", exited.Usage.User.Ticks / TimeSpan.TicksPerMicrosecond);
                _json.WriteNumber("system", exited.Usage.System.Ticks / TimeSpan.TicksPerMicrosecond);
                _json.WriteNumber("peakMemory", exited.Usage.PeakMemory);
                break;
            case TraceEvent.Called called:
                _json.WriteNumber("thread", called.Thread);
                _json.WriteString("about", EventNames.Of(called.Kind));
                _json.WriteString("call", called.Text);
                WriteErrno(called.Errno);
                break;
            case TraceEvent.PermissionsSeen seen:
                _json.WriteString("cause", seen.Cause);
                PermissionJson.Write(_json, "permissions", seen.Permissions);
                break;
            case TraceEvent.Signalled signal:
                _json.WriteNumber("thread", signal.Thread);
                _json.WriteNumber("signal", signal.Signal);
                if (signal.Sender > 0)
                {
                    _json.WriteNumber("sender", signal.Sender);
                }

                break;
            case TraceEvent.Stopped stopped:
                _json.WriteNumber("signal", stopped.Signal);
                break;
            case TraceEvent.Reparented reparented:
                _json.WriteNumber("parentPid", reparented.ParentPid);
                break;
            case TraceEvent.Held held:
                _json.WriteString("pattern", held.Pattern);
                break;
            case TraceEvent.Note note:
                _json.WriteString("text", note.Text);
                break;
        }
    }

    private void WriteImage(TraceEvent.Executed executed, int environment)
    {
        ProgramImage image = executed.Image;
        _json.WriteNumber("thread", executed.Thread);
        _json.WriteString("path", image.Path);
        _json.WriteString("executable", image.Executable);
        WriteTexts("arguments", image.Arguments);
        _json.WriteNumber("environment", environment);
        _json.WriteString("directory", image.WorkingDirectory);
        if (image.Interpreters.Length > 0)
        {
            WriteTexts("interpreters", image.Interpreters);
        }

        if (executed.Snapshot)
        {
            _json.WriteBoolean("snapshot", true);
        }
    }

    private void WriteDerived(TraceEvent happened, in Applied applied)
    {
        if (applied.Alarm is { } alarm)
        {
            _json.WriteString("alarm", alarm);
        }

        if (happened is TraceEvent.Executed executed && applied.Node?.Parent?.Image is { } parent)
        {
            WriteTexts("environmentDifference", executed.Image.Environment.DifferenceTo(parent.Environment));
        }
    }

    private void WriteErrno(Errno errno)
    {
        if (errno != Errno.None)
        {
            _json.WriteNumber("errno", (int)errno);
            _json.WriteString("error", errno.Name());
        }
    }

    private void WriteTexts(string name, IEnumerable<string> texts)
    {
        _json.WriteStartArray(name);
        foreach (string text in texts)
        {
            _json.WriteStringValue(text);
        }

        _json.WriteEndArray();
    }

    private int Number(EnvironmentBlock block)
    {
        if (_environments.TryGetValue(block, out int number))
        {
            return number;
        }

        number = _environments.Count + 1;
        _environments[block] = number;
        _json.WriteStartObject();
        _json.WriteString("event", EventNames.Environment);
        _json.WriteNumber("environment", number);
        WriteTexts("entries", block.Entries);
        EndLine();
        return number;
    }

    private void EndLine()
    {
        // Between two values the writer would put a comma, so each line begins anew.
        _json.WriteEndObject();
        _json.Flush();
        _stream.Write(s_newLine);
        _json.Reset();
    }
}
