using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Helios.Control;

namespace Helios.Cli;

/// <summary>Plans for people and programs.</summary>
internal static class PlanText
{
    /// <summary>Prints a plan and what did not succeed; the exit code is 125 when something did not.</summary>
    internal static int Write(Reply.Plan plan, bool json, CliConsole console, bool quiet = false)
    {
        console.Output.Write(quiet ? "" : json ? Json(plan) : Text(plan.Items));
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
                text.Append("    ").Append(field.Path).Append(": ").Append(field.Before ?? "(unset)").Append(" -> ").Append(field.After ?? "(unset)").Append('\n');
            }
        }

        return text.Length == 0 ? "nothing to do\n" : text.ToString();
    }

    private static string Json(Reply.Plan plan)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (PlanLine item in plan.Items)
            {
                json.WriteStartObject();
                json.WriteString("name", item.Name);
                json.WriteString("action", item.Action);
                json.WriteStartArray("fields");
                foreach (PlanLine.Field field in item.Fields)
                {
                    json.WriteStartObject();
                    json.WriteString("path", field.Path);
                    json.WriteString("before", field.Before);
                    json.WriteString("after", field.After);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }
}
