using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Helios.Contracts;

/// <summary>The ordered steps that a backend takes from a specification to a running program. A value: printed, compared, simulated, executed.</summary>
public sealed record LaunchPlan
{
    /// <summary>The backend that made it.</summary>
    public required string Backend { get; init; }

    /// <summary>The container it starts.</summary>
    public required ContainerId Id { get; init; }

    /// <summary>What happens, in order.</summary>
    public required ImmutableArray<LaunchStep> Steps { get; init; }

    /// <summary>The plan as numbered lines; <c>^</c> marks what the supervisor does from outside.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append("launch plan of ").Append(Id).Append(" by the ").Append(Backend).Append(" backend\n");
        for (int i = 0; i < Steps.Length; i++)
        {
            text.Append(' ').Append((i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(3))
                .Append(Steps[i].Actor == LaunchActor.Supervisor ? " ^ " : "   ").Append(Steps[i].Text).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes the plan as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("backend", Backend);
        json.WriteString("container", Id.ToString());
        json.WriteStartArray("steps");
        foreach (LaunchStep step in Steps)
        {
            json.WriteStartObject();
            json.WriteString("kind", step.Kind);
            json.WriteString("actor", step.Actor == LaunchActor.Supervisor ? "supervisor" : "child");
            json.WriteString("text", step.Text);
            if (step.Details.Length > 0)
            {
                json.WriteStartObject("details");
                foreach (KeyValuePair<string, string> detail in step.Details)
                {
                    json.WriteString(detail.Key, detail.Value);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
