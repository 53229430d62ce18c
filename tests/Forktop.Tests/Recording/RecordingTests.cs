using System.Text;
using System.Text.Json;
using Helios.Support;

namespace Helios.Forktop.Tests;

public sealed class RecordingTests
{
    [Fact]
    public void What_is_recorded_is_read_back_event_for_event()
    {
        List<TraceEvent> events = [.. Made.Build(), new TraceEvent.Held(9, Made.Key(100), "cc*"), new TraceEvent.Released(9, Made.Key(100)), new TraceEvent.Continued(9, Made.Key(115)), new TraceEvent.ThreadEnded(9, Made.Key(103), 113), new TraceEvent.Detached(9, Made.Key(100)), new TraceEvent.Exited(9, Made.Key(103), null, default), new TraceEvent.Note(9, "why")];
        string text = Written(events, derived: false);
        JsonReader reader = new(new StringReader(text));
        Assert.Equal(text, Written([.. reader.Events()], derived: false));
        Assert.Equal(Made.Root.Credentials, reader.Host!.Credentials);
    }

    [Fact]
    public void Every_kind_of_event_has_a_word_of_its_own()
    {
        string[] words = [.. Written(Made.Build(), derived: false).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!).Distinct()];
        Assert.Equal(typeof(TraceEvent).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Length, new HashSet<string>([.. words, "threadEnd", "continue", "hold", "release", "detach", "note"]).Except([EventNames.Environment]).Count());
    }

    [Fact]
    public void The_stream_says_what_the_model_finds_out()
    {
        string text = Written(Made.Build(), derived: true);
        Assert.Contains("\"alarm\":\"setresuid: uid effective 1000 -\\u003E 0", text, StringComparison.Ordinal);
        Assert.Contains("\"environmentDifference\":[\"\\u002BCC=1\",\"-HOME\",\"~LANG=de\"]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_is_written_once()
        => Assert.Equal(2, Written(Made.Build(), derived: false).Split("\"event\":\"environment\"").Length - 1);

    [Theory]
    [InlineData("", "the recording is empty")]
    [InlineData("{}", "not a recording of forktop in format 1")]
    [InlineData("{\"forktop\":2}", "not a recording of forktop in format 1")]
    public void What_is_no_recording_is_refused(string text, string refusal)
        => Assert.Equal(refusal, Assert.Throws<FormatException>(() => new JsonReader(new StringReader(text))).Message);

    [Fact]
    public void A_broken_line_is_refused_with_its_number()
    {
        string text = Written([], derived: false) + "{\"event\":\"exit\",\"time\":\n";
        Assert.StartsWith("line 2: ", Assert.Throws<FormatException>(() => new JsonReader(new StringReader(text)).Events().ToList()).Message, StringComparison.Ordinal);
        text = Written([], derived: false) + "{\"event\":\"dance\",\"time\":1}\n";
        Assert.Equal("line 2: 'dance' is not an event of this format", Assert.Throws<FormatException>(() => new JsonReader(new StringReader(text)).Events().ToList()).Message);
    }

    [Fact]
    public void A_replay_makes_the_same_tree_and_the_same_log()
    {
        using TempTree folder = new();
        string path = folder.Write("r.jsonl", Written(Made.Build(), derived: false));
        using ReplaySource source = new(path);
        TraceRun replayed = TraceRun.Consume(source);
        Assert.Equal(Log(Made.Build()), Log(replayed.Events));
        Golden.Check("log-lines", Log(replayed.Events));
    }

    [Fact]
    public void Exports_hold_every_process_and_open_elsewhere()
    {
        Timeline timeline = new();
        ProcessTree tree = new() { Host = Made.Root };
        foreach (TraceEvent happened in Made.Build())
        {
            timeline.Write(happened, tree.Apply(happened));
        }

        using MemoryStream trace = new();
        TraceExport.Write(trace, tree, timeline);
        JsonElement events = JsonDocument.Parse(trace.ToArray()).RootElement.GetProperty("traceEvents");
        JsonElement[] slices = [.. events.EnumerateArray().Where(static e => e.GetProperty("ph").GetString() == "X")];
        Assert.Equal(6, slices.Select(static slice => slice.GetProperty("pid").GetInt32()).Distinct().Count());
        Assert.Contains(slices, static slice => slice.GetProperty("name").GetString() == "cc" && slice.GetProperty("args").GetProperty("end").GetString() == "SIGSEGV (core dumped)");
        Assert.Contains(events.EnumerateArray(), static e => e.TryGetProperty("cat", out JsonElement category) && category.GetString() == "alarm");
        Assert.Equal(5, events.EnumerateArray().Count(static e => e.GetProperty("ph").GetString() == "s"));

        using StringWriter page = new();
        HtmlExport.Write(page, tree, timeline);
        string html = page.ToString();
        Assert.All(tree.All(), node => Assert.Contains($"<span class=\"pid\">{node.Key.Pid}", html, StringComparison.Ordinal));
        Assert.DoesNotContain('\e', html);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.Equal(html.Split("<ul>").Length, html.Split("</ul>").Length);
        Assert.Equal(html.Split("<details").Length, html.Split("</details>").Length);
    }

    [Fact]
    public void A_deep_chain_does_not_exhaust_any_stack()
    {
        const int Depth = 50_000;
        List<TraceEvent> events = [];
        for (int i = 1; i <= Depth; i++)
        {
            events.Add(new TraceEvent.Started(i, new ProcessKey(i, i), i == 1 ? null : new ProcessKey(i - 1, i - 1), StartKind.Fork, Linux.CloneFlags.None, 0));
        }

        ScreenState state = new(new ProcessTree());
        ProcessTree tree = Made.Tree(events, state);
        state.Refresh();
        Assert.Equal(Depth, state.Rows.Count);
        using StringWriter page = new();
        HtmlExport.Write(page, tree, null);
        using MemoryStream trace = new();
        TraceExport.Write(trace, tree, null);
    }

    private static string Log(IEnumerable<TraceEvent> events)
    {
        using StringWriter text = new();
        ProcessTree tree = new() { Host = Made.Root };
        LogSink sink = new(text, tree);
        foreach (TraceEvent happened in events)
        {
            sink.Write(happened, tree.Apply(happened));
        }

        return text.ToString();
    }

    private static string Written(IEnumerable<TraceEvent> events, bool derived)
    {
        using MemoryStream stream = new();
        ProcessTree tree = new() { Host = Made.Root };
        using (JsonSink sink = new(stream, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Made.Start, Made.Root, derived))
        {
            foreach (TraceEvent happened in events)
            {
                sink.Write(happened, tree.Apply(happened));
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
