using System.Text;
using System.Text.Json;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Supervisor;

namespace Helios.Daemon;

/// <summary>What <c>helios inspect</c> prints. Names are kebab-case, as in the fleet file; what is unset is left out.</summary>
internal static class InspectDocument
{
    private static readonly JsonWriterOptions s_format = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Of(ContainerProtocol.Details details, bool environment)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, s_format))
        {
            json.WriteStartObject();
            WriteStatus(json, details.Container);
            WriteSpec(json, environment ? details.Member.Container : Masked(details.Member.Container));
            WriteSupervision(json, details.Member);
            Optional(json, "cgroup", details.Cgroup);
            WriteHistory(json, details);
            WriteSessions(json, details);
            Texts(json, "dependents", details.Dependents.Select(static id => id.ToString()));
            if (details.Plan is { } plan)
            {
                json.WritePropertyName("plan");
                plan.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void WriteStatus(Utf8JsonWriter json, ContainerStatus status)
    {
        json.WriteString("name", status.Id.ToString());
        json.WriteString("key", status.Key);
        json.WriteString("group", status.Group);
        json.WriteString("backend", status.Backend);
        json.WriteString("state", Words.Of(status.State));
        json.WriteString("since", status.Since);
        Optional(json, "detail", status.Detail);
        json.WriteBoolean("ready", status.Ready);
        json.WriteString("health", Words.Of(status.Health));
        Optional(json, "status", status.StatusText);
        if (status.ProcessId is { } pid)
        {
            json.WriteNumber("pid", pid);
        }

        Optional(json, "started", status.StartedAt);
        Optional(json, "next-start", status.NextStart);
        json.WriteNumber("restarts", status.Restarts);
        json.WriteNumber("runs", status.Runs);
        json.WriteNumber("log-bytes-lost", status.LogBytesLost);
    }

    // What is pasted into a report of a fault should not be a password.
    private static ContainerSpec Masked(ContainerSpec spec) => spec with { Environment = [.. spec.Environment.Select(static variable => KeyValuePair.Create(variable.Key, "***"))] };

    private static void WriteSpec(Utf8JsonWriter json, ContainerSpec spec)
    {
        json.WriteStartObject("container");
        ContainerFields.Table.WriteTo(json, spec);
        json.WriteEndObject();
    }

    private static void WriteSupervision(Utf8JsonWriter json, MemberSpec member)
    {
        json.WriteStartObject("supervision");
        SupervisionFields.Member.WriteTo(json, member);
        json.WriteStartObject("restart");
        SupervisionFields.Restart.WriteTo(json, member.Restart);
        Optional(json, "intensity", member.Restart.Intensity?.ToString());
        json.WriteEndObject();
        Texts(json, "dependencies", member.Dependencies.Select(static dependency => dependency.ToString()));
        json.WriteString("readiness", member.Readiness.ToString());
        if (member.Health is { } health)
        {
            json.WriteStartObject("health");
            json.WriteString("probe", health.Probe.ToString());
            SupervisionFields.Health.WriteTo(json, health);
            json.WriteEndObject();
        }

        Optional(json, "schedule", member.Schedule?.When.ToString());
        json.WriteStartObject("logs");
        SupervisionFields.Logs.WriteTo(json, member.Logs);
        if (member.Logs.File is { } file)
        {
            json.WriteStartObject("file");
            SupervisionFields.LogFile.WriteTo(json, file);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteHistory(Utf8JsonWriter json, ContainerProtocol.Details details)
    {
        json.WriteStartArray("history");
        foreach (RunRecord run in details.History)
        {
            json.WriteStartObject();
            json.WriteNumber("run", run.Number);
            json.WriteString("began", run.Began);
            Optional(json, "executed", run.Executed);
            Optional(json, "ready", run.BecameReady);
            Optional(json, "ended", run.Ended);
            Optional(json, "cause", run.Cause?.ToString());
            Optional(json, "exit-code", run.Cause?.Code);
            json.WriteString("started-by", run.StartedBy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSessions(Utf8JsonWriter json, ContainerProtocol.Details details)
    {
        json.WriteStartArray("sessions");
        foreach (ContainerProtocol.Session session in details.Sessions)
        {
            json.WriteStartObject();
            json.WriteString("name", session.Name);
            Texts(json, "command", session.Command);
            json.WriteNumber("pid", session.ProcessId);
            json.WriteBoolean("terminal", session.Terminal);
            Optional(json, "attached-by", session.AttachedBy);
            json.WriteString("started", session.Started);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, time);
        }
    }
}
