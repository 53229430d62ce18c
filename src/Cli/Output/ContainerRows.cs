using System.Globalization;
using Helios.Control;

namespace Helios.Cli;

/// <summary>Containers as rows.</summary>
internal static class ContainerRows
{
    private const int CommandWidth = 30;

    internal static readonly string[] Columns = ["NAME", "STATE", "STATUS", "HEALTH", "RESTARTS", "PID", "COMMAND"];

    /// <summary>A row.</summary>
    /// <param name="line">The container.</param>
    /// <param name="now">For ages.</param>
    /// <param name="whole">Whether a long command is left whole.</param>
    internal static Row Of(ContainerLine line, DateTimeOffset now, bool whole = false) => new(
        [
            line.Name, line.State, Status(line, now), Health(line), line.Restarts.ToString(CultureInfo.InvariantCulture),
            line.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "-", Command(line, whole),
        ],
        [
            new("name", line.Name), new("state", line.State), new("status", Status(line, now)), new("since", line.Since), new("detail", line.Detail),
            new("ready", line.Ready), new("health", line.Health), new("status-text", line.StatusText), new("restarts", line.Restarts), new("runs", line.Runs),
            new("pid", line.ProcessId), new("started", line.StartedAt), new("next-start", line.NextStart), new("last-exit", line.LastExit),
            new("exit-code", line.LastCode), new("key", line.Key), new("group", line.Group), new("backend", line.Backend),
            new("command", line.Command), new("log-bytes-lost", line.LogBytesLost),
        ]);

    /// <summary>What is worth knowing of it, in a few words.</summary>
    internal static string Status(ContainerLine line, DateTimeOffset now)
    {
        string age = Ages.Of(now - line.Since);
        return line.State switch
        {
            "running" when line.StatusText is { } own => $"up {Ages.Of(now - (line.StartedAt ?? line.Since))}: {own}",
            "running" => $"up {Ages.Of(now - (line.StartedAt ?? line.Since))}",
            "paused" => $"paused {age}",
            "exited" => $"{line.LastExit ?? "ended"}, {age} ago",
            "failed" => line.Detail ?? line.LastExit ?? "failed",
            "backing-off" => line.NextStart is { } next ? $"{line.LastExit}; again in {Ages.Of(next - now)}" : line.LastExit ?? "",
            _ => line.Detail ?? age,
        };
    }

    private static string Health(ContainerLine line) => line.Health != "none" ? line.Health : line.IsUp ? line.Ready ? "ready" : "not ready" : "-";

    private static string Command(ContainerLine line, bool whole)
    {
        string command = string.Join(' ', line.Command).ReplaceLineEndings(" ");
        return whole || command.Length <= CommandWidth ? command : command[..(CommandWidth - 1)] + "…";
    }
}
