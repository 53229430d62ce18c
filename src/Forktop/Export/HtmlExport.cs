using System.Globalization;
using System.Net;

namespace Helios.Forktop;

/// <summary>One page without anything from elsewhere: the tree as folding lists, each with a bar on the timeline.</summary>
internal static class HtmlExport
{
    private const string Head =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>forktop</title><style>
        body{font:13px/1.5 system-ui,sans-serif;margin:1.5em;color:#222;background:#fff}
        ul{list-style:none;margin:0;padding-left:1.2em;border-left:1px solid #ddd}
        .row{display:flex;gap:.8em;align-items:center}
        .name{flex:0 0 auto;font-weight:600}.pid{color:#777}.end{color:#777}.bad{color:#b00020;font-weight:600}
        .command{flex:0 1 auto;font-family:ui-monospace,monospace;font-size:12px;white-space:pre;overflow:hidden;text-overflow:ellipsis;max-width:50vw}
        .line{position:relative;flex:1 1 12em;min-width:12em;height:10px;background:#f2f2f2}
        .bar{position:absolute;top:0;height:10px;background:#5b8def;min-width:1px}.bar.bad{background:#d9534f}.mark{position:absolute;top:-2px;width:2px;height:14px;background:#e08e0b}
        .mark.alarm{background:#b00020;width:4px}.alarmtext{color:#b00020}
        details>summary{cursor:pointer}table{border-collapse:collapse;margin:1em 0}td,th{border:1px solid #ddd;padding:.2em .6em;text-align:left}
        @media(prefers-color-scheme:dark){body{background:#181a1f;color:#ddd}.line{background:#262a31}ul{border-color:#333}td,th{border-color:#333}}
        </style></head><body><h1>forktop</h1>

        """;

    /// <summary>Writes everything that the tree knows.</summary>
    internal static void Write(TextWriter writer, ProcessTree tree, Timeline? timeline)
    {
        writer.Write(Head);
        ILookup<ProcessNode, Timeline.Mark> marks = (timeline?.Marks ?? []).ToLookup(static mark => mark.Node);
        TimeSpan length = TimeSpan.FromTicks((tree.LastTime - tree.FirstTime) / 100);
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<p>{tree.Started} processes, {tree.Execs} execs, {tree.Failures} ended badly, {EventText.Duration(length)}</p>\n"));
        if (tree.SourceNote is { } note)
        {
            writer.Write($"<p>{Encode(note)}</p>\n");
        }

        WriteAlarms(writer, tree, timeline);
        writer.Write("<ul>\n");

        // A stack of its own: an exec chain can be deeper than the thread's.
        Stack<(ProcessNode Node, int Next)> open = new();
        foreach (ProcessNode root in tree.Roots)
        {
            Open(writer, root, tree, marks);
            open.Push((root, 0));
            while (open.TryPop(out (ProcessNode Node, int Next) at))
            {
                if (at.Next == at.Node.Children.Count)
                {
                    writer.Write(at.Node.Children.Count > 0 ? "</ul></details></li>\n" : "</li>\n");
                    continue;
                }

                open.Push((at.Node, at.Next + 1));
                ProcessNode child = at.Node.Children[at.Next];
                Open(writer, child, tree, marks);
                open.Push((child, 0));
            }
        }

        writer.Write("</ul></body></html>\n");
    }

    private static void WriteAlarms(TextWriter writer, ProcessTree tree, Timeline? timeline)
    {
        Timeline.Mark[] alarms = [.. (timeline?.Marks ?? []).Where(static mark => mark.IsAlarm)];
        if (alarms.Length == 0)
        {
            return;
        }

        writer.Write("<h2>Privilege grew</h2><table><tr><th>s</th><th>pid</th><th>program</th><th>how</th></tr>\n");
        foreach (Timeline.Mark mark in alarms)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"<tr><td>{(mark.Time - tree.FirstTime) / 1e9:0.000000}</td><td>{mark.Node.Key.Pid}</td><td>{Encode(mark.Node.Name)}</td><td class=\"alarmtext\">{Encode(mark.Text)}</td></tr>\n"));
        }

        writer.Write("</table>\n");
    }

    private static void Open(TextWriter writer, ProcessNode node, ProcessTree tree, ILookup<ProcessNode, Timeline.Mark> marks)
    {
        writer.Write(node.Children.Count > 0 ? "<li><details open><summary>" : "<li>");
        bool bad = node.Status is { Code: not 0 };
        string command = node.HasExecuted && node.Image is { } image ? SafeText.CommandLine(image.Arguments) : "";
        string became = string.Concat(node.Earlier.Select(static before => Path.GetFileName(before.Path) + " &rarr; "));
        string end = node.EndTime == 0 ? "running" : node.State == NodeState.Detached ? "detached" : EventText.End(node.Status);
        string inner = node.InnerPid > 0 ? string.Create(CultureInfo.InvariantCulture, $"/{node.InnerPid}") : "";
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<span class=\"row\"><span class=\"name\">{became}{Encode(node.Name)}</span><span class=\"pid\">{node.Key.Pid}{inner}</span><span class=\"command\" title=\"{Encode(command)}\">{Encode(command)}</span><span class=\"{(bad ? "bad" : "end")}\">{Encode(end)} {EventText.Duration(node.Age(tree.LastTime))}</span><span class=\"line\">"));
        double whole = Math.Max(1, tree.LastTime - tree.FirstTime);
        double left = Percent(node.Key.Start);
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<span class=\"bar{(bad ? " bad" : "")}\" style=\"left:{left:0.###}%;width:{Percent(node.EndTime != 0 ? node.EndTime : tree.LastTime) - left:0.###}%\"></span>"));
        foreach (Timeline.Mark mark in marks[node])
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture, $"<span class=\"mark{(mark.IsAlarm ? " alarm" : "")}\" style=\"left:{Percent(mark.Time):0.###}%\" title=\"{Encode(mark.Text)}\"></span>"));
        }

        writer.Write("</span></span>");
        writer.Write(node.Children.Count > 0 ? "</summary><ul>\n" : "");

        double Percent(long time) => Math.Clamp((time - tree.FirstTime) / whole * 100, 0, 100);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(SafeText.Escape(text));
}
