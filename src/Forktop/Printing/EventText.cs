using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>An event in one line, for the log and the screen.</summary>
internal static class EventText
{
    /// <summary>The cause of a reading of permissions that found the process in another cgroup.</summary>
    internal const string CgroupCause = "cgroup move";

    /// <summary>What happened, without when and to whom.</summary>
    internal static string Of(TraceEvent happened, ProcessNode? node) => SafeText.Escape(happened switch
    {
        TraceEvent.Started started => Started(started, node),
        TraceEvent.ThreadStarted thread => Text($"thread {thread.Thread} started"),
        TraceEvent.ThreadEnded thread => Text($"thread {thread.Thread} ended"),
        TraceEvent.Executed executed => Executed(executed, node),
        TraceEvent.ExecFailed failed => $"exec failed: {failed.Errno.Text()} ({failed.Errno.Name()}): {SafeText.Quote(failed.Path)} [{SafeText.CommandLine(failed.Arguments)}]",
        TraceEvent.Exited exited => Exited(exited, node),
        TraceEvent.Called called => called.Errno == Errno.None ? called.Text : $"{called.Text}: {called.Errno.Text()} ({called.Errno.Name()})",
        TraceEvent.PermissionsSeen seen => Permissions(seen),
        TraceEvent.Signalled signal => Text($"{Signals.Name(signal.Signal)}{(signal.Sender > 0 ? Text($" from {signal.Sender}") : "")}"),
        TraceEvent.Stopped stopped => "stopped by " + Signals.Name(stopped.Signal),
        TraceEvent.Continued => "continued",
        TraceEvent.Reparented reparented => Text($"orphaned, now a child of {reparented.ParentPid}"),
        TraceEvent.Held held => $"held at exec by breakpoint {held.Pattern}",
        TraceEvent.Released => "released",
        TraceEvent.Detached => "detached, runs on",
        TraceEvent.Note note => note.Text,
        _ => "",
    });

    /// <summary>How a process ended, in few words.</summary>
    internal static string End(WaitStatus? status) => status switch
    {
        null => "ended",
        { Signal: > 0 } killed => Signals.Name(killed.Signal) + (killed.CoreDumped ? " (core dumped)" : ""),
        { } ended => Text($"exit {ended.ExitCode}"),
    };

    /// <summary>A duration in at most seven characters.</summary>
    internal static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.001 => Text($"{time.TotalMicroseconds:0}us"),
        < 1 => Text($"{time.TotalMilliseconds:0.0}ms"),
        < 60 => Text($"{time.TotalSeconds:0.00}s"),
        < 3600 => Text($"{(int)time.TotalMinutes}m{time.Seconds:00}s"),
        _ => Text($"{(int)time.TotalHours}h{time.Minutes:00}m"),
    };

    private static string Started(TraceEvent.Started started, ProcessNode? node)
    {
        string kind = started.Kind switch
        {
            StartKind.Launched => "started",
            StartKind.Attached => "attached",
            StartKind.Fork => "forked",
            StartKind.Vfork => "vforked",
            _ => "cloned",
        };
        string by = started.Parent is { } parent && started.Kind != StartKind.Attached ? Text($" by {parent.Pid}{(node?.Parent is { } maker ? $" {maker.Name}" : "")}") : "";
        string namespaces = started.Namespaces == CloneFlags.None ? "" : " with " + NamespaceFlags.Describe((ulong)started.Namespaces);
        return kind + by + namespaces + (started.InnerPid > 0 ? Text($", pid {started.InnerPid} inside") : "");
    }

    private static string Executed(TraceEvent.Executed executed, ProcessNode? node)
    {
        ProgramImage image = executed.Image;
        string scripts = image.Interpreters.Length > 0 ? $" (by {string.Join(" by ", image.Interpreters)})" : "";
        string thread = executed.Thread != executed.Process.Pid && !executed.Snapshot ? Text($" from thread {executed.Thread}") : "";
        string became = node is { Earlier: [.., ProgramImage before] } ? $", was {Path.GetFileName(before.Path)}" : "";
        int differences = node?.Parent?.Image is { } parent ? image.Environment.DifferenceTo(parent.Environment).Count() : 0;
        string environment = differences > 0 ? Text($", environment {differences} different") : "";
        return $"{(executed.Snapshot ? "runs" : "exec")} {SafeText.Quote(image.Path)}{scripts} [{SafeText.CommandLine(image.Arguments)}] in {image.WorkingDirectory}{thread}{became}{environment}";
    }

    private static string Exited(TraceEvent.Exited exited, ProcessNode? node)
    {
        string after = node is null ? "" : " after " + Duration(node.Age(exited.Time));
        string used = exited.Usage.PeakMemory > 0 ? Text($", cpu {Duration(exited.Usage.User + exited.Usage.System)}, peak {exited.Usage.PeakMemory / 1024} KiB") : "";
        return (exited.Status is { Signal: > 0 } ? "killed by " : "") + End(exited.Status) + after + used;
    }

    private static string Permissions(TraceEvent.PermissionsSeen seen)
    {
        if (seen.Cause == CgroupCause)
        {
            return "moved to cgroup " + seen.Permissions.Cgroup;
        }

        Credentials credentials = seen.Permissions.Credentials;
        return Text($"permissions after {seen.Cause}: uid {string.Join('/', credentials.UserIds)} gid {string.Join('/', credentials.GroupIds)} effective {CapabilityNames.Describe(credentials.Effective)}{(credentials.NoNewPrivileges ? " no_new_privs" : "")}{(credentials.SeccompMode > 0 ? " seccomp " + PermissionComparison.Seccomp(credentials) : "")} cgroup {seen.Permissions.Cgroup}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
