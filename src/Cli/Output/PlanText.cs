using System.Collections.Immutable;
using System.Text;
using Helios.Control;

namespace Helios.Cli;

/// <summary>Plans for people, and as rows for programs.</summary>
internal static class PlanText
{
    private static readonly string[] s_columns = ["NAME", "ACTION", "CHANGES"];

    /// <summary>The option that chooses between them.</summary>
    internal static CliOption FormatOption() => RowWriter.FormatOption("text (default), table, json, or a template such as '{{.action}} {{.name}}'", "text|table|json|TEMPLATE");

    /// <summary>The writer of rows that was asked for; null is the text.</summary>
    /// <exception cref="CliException">A template without sense. Known before anything is done, because what was done cannot be taken back.</exception>
    internal static RowWriter? Rows(string? format) => format is null or "text" ? null : RowWriter.Checked(format, Of(new PlanLine()));

    /// <summary>Prints a plan and what did not succeed; the exit code is 125 when something did not.</summary>
    internal static int Write(Reply.Plan plan, RowWriter? rows, CliConsole console, bool quiet = false)
    {
        if (!quiet && rows is null)
        {
            console.Output.Write(Text(plan.Items));
        }
        else if (!quiet)
        {
            rows!.Write(console.Output, s_columns, [.. plan.Items.Select(Of)]);
        }

        foreach (string failure in plan.Failures)
        {
            console.Error.Write($"helios: {failure}\n");
        }

        return plan.Failures.IsEmpty ? 0 : CliException.OwnError;
    }

    /// <summary>For people.</summary>
    internal static string Text(ImmutableArray<PlanLine> items)
    {
        StringBuilder text = new();
        foreach (PlanLine item in items.Where(static item => item.Action != "keep"))
        {
            (char sign, string what) = item.Action switch
            {
                "create" => ('+', "create"),
                "update" => ('~', "update, runs on"),
                "replace" => ('!', "replace, restarts"),
                _ => ('-', item.Action),
            };
            text.Append(sign).Append(' ').Append(item.Name).Append(" (").Append(what).Append(")\n");
            foreach (PlanLine.Field field in item.Action is "update" or "replace" ? item.Fields : [])
            {
                text.Append("    ").Append(Of(field)).Append('\n');
            }
        }

        return text.Length == 0 ? "nothing to do\n" : text.ToString();
    }

    private static Row Of(PlanLine item)
    {
        Row[] changes = [.. item.Fields.Select(Of)];
        return new Row(
            [item.Name, item.Action, string.Join(", ", changes.Select(static change => change.ToString()))],
            [new("name", item.Name), new("action", item.Action), new("fields", changes)]);
    }

    private static Row Of(PlanLine.Field field) => new(
        [field.Path + ":", field.Before ?? "(unset)", "->", field.After ?? "(unset)"],
        [new("path", field.Path), new("before", field.Before), new("after", field.After)]);
}
