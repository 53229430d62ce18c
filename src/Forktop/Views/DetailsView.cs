using System.Globalization;
using Helios.Screens;

namespace Helios.Forktop;

/// <summary>The lines of the tabs for one process.</summary>
internal static class DetailsView
{
    private const int Label = 14;

    private static readonly CellStyle s_label = CellColour.Cyan;

    /// <summary>The style of a change: gains in one colour, losses in another.</summary>
    internal static CellStyle StyleOf(ChangeDirection direction) => direction switch
    {
        ChangeDirection.Gain => CellColour.Red,
        ChangeDirection.Loss => CellColour.Green,
        _ => CellColour.Yellow,
    };

    /// <summary>The lines of a tab.</summary>
    internal static List<StyledLine> Lines(ScreenState state, ProcessNode node, int tab) => tab switch
    {
        0 => Info(state, node),
        1 => Permissions(state, node),
        2 => Environment(node),
        3 => Files(node),
        4 => [.. state.Log.Where(entry => entry.Node == node).Select(entry => Entry(state, entry, named: false))],
        _ => [.. state.Output().Select(static line => new StyledLine(line))],
    };

    /// <summary>A line of the event log.</summary>
    internal static StyledLine Entry(ScreenState state, LogEntry entry, bool named)
    {
        string time = string.Create(CultureInfo.InvariantCulture, $"{(entry.Time - state.Tree.FirstTime) / 1e9,9:0.0000} ");
        StyledLine line = new(time, CellStyle.Plain.With(CellAttributes.Dim));
        if (named && entry.Node is { } node)
        {
            line.Add(string.Create(CultureInfo.InvariantCulture, $"{node.Key.Pid} {node.Name}: "), CellColour.Cyan);
        }

        line.Add(entry.Text);
        return entry.Alarm is { } alarm ? line.Add("  PRIVILEGE GREW: " + alarm, new CellStyle(CellColour.Red, CellAttributes.Bold)) : line;
    }

    private static List<StyledLine> Info(ScreenState state, ProcessNode node)
    {
        List<StyledLine> lines = [];
        string inner = node.InnerPid > 0 ? Text($" ({node.InnerPid} in its own PID namespace)") : "";
        lines.Add(Field("process", Text($"{node.Key.Pid}{inner}, {Kind(node)}")));
        if (node.Container is { } container)
        {
            lines.Add(Field("container", container));
        }

        if (node.NewParent > 0)
        {
            lines.Add(Field("orphaned", Text($"now a child of {node.NewParent}")));
        }

        lines.Add(Field("state", StateOf(node) + ", " + EventText.Duration(node.Age(state.Now)) + (node.MoreThreads > 0 ? Text($", {node.MoreThreads + 1} threads") : "")));
        if (node.Usage.PeakMemory > 0)
        {
            lines.Add(Field("used", Text($"cpu {EventText.Duration(node.Usage.User + node.Usage.System)} ({EventText.Duration(node.Usage.System)} in the kernel), peak memory {node.Usage.PeakMemory / 1024} KiB")));
        }

        if (node.Image is { } image)
        {
            lines.Add(Field(node.HasExecuted ? "program" : "image of", image.Path + (image.Executable.Length > 0 && image.Executable != image.Path ? $" ({image.Executable})" : "")));
            if (image.Interpreters.Length > 0)
            {
                lines.Add(Field("script of", string.Join(" of ", image.Interpreters)));
            }

            lines.Add(Field("command", SafeText.CommandLine(image.Arguments)));
            lines.Add(Field("directory", image.WorkingDirectory));
        }

        for (int i = node.Earlier.Count - 1; i >= 0; i--)
        {
            lines.Add(Field("was", SafeText.CommandLine(node.Earlier[i].Arguments)));
        }

        for (ProcessNode? above = node.Parent; above is not null; above = above.Parent)
        {
            lines.Add(Field("spawned by", Text($"{above.Key.Pid} {(above.Image is { } parent ? SafeText.CommandLine(parent.Arguments) : "?")}")));
        }

        if (node.FailedExecs > 0)
        {
            lines.Add(Field("refused", Text($"{node.FailedExecs} exec{(node.FailedExecs == 1 ? "" : "s")}")));
        }

        lines.AddRange(node.Alarms.Select(static alarm => Field("PRIVILEGE", alarm, new CellStyle(CellColour.Red, CellAttributes.Bold))));
        return lines;
    }

    private static List<StyledLine> Permissions(ScreenState state, ProcessNode node)
    {
        if (node.Permissions is not { } permissions)
        {
            return [new StyledLine("not known")];
        }

        List<StyledLine> lines = [];
        Relative(lines, "vs parent", node.Parent?.Permissions, permissions, state.Tree.Host);
        Relative(lines, "vs host", state.Tree.Host, permissions, state.Tree.Host);
        Credentials credentials = permissions.Credentials;
        lines.Add(Field("uid", Text($"real {credentials.UserIds[0]} effective {credentials.UserIds[1]} saved {credentials.UserIds[2]} filesystem {credentials.UserIds[3]}")));
        lines.Add(Field("gid", Text($"real {credentials.GroupIds[0]} effective {credentials.GroupIds[1]} saved {credentials.GroupIds[2]} filesystem {credentials.GroupIds[3]}")));
        lines.Add(Field("groups", credentials.Groups.Length == 0 ? "none" : string.Join(' ', credentials.Groups)));
        lines.Add(Field("effective", CapabilityNames.Describe(credentials.Effective)));
        lines.Add(Field("permitted", CapabilityNames.Describe(credentials.Permitted)));
        lines.Add(Field("inheritable", CapabilityNames.Describe(credentials.Inheritable)));
        lines.Add(Field("bounding", CapabilityNames.Describe(credentials.Bounding)));
        lines.Add(Field("ambient", CapabilityNames.Describe(credentials.Ambient)));
        lines.Add(Field("securebits", permissions.SecureBits is { } bits ? Text($"0x{bits:x}") : "not readable from outside"));
        lines.Add(Field("no_new_privs", credentials.NoNewPrivileges ? "set" : "not set"));
        lines.Add(Field("seccomp", PermissionComparison.Seccomp(credentials)));
        lines.Add(Field("label", permissions.Label.Length == 0 ? "none" : permissions.Label));
        NamespaceSet? parent = node.Parent?.Permissions?.Namespaces;
        for (int i = 0; i < NamespaceSet.Names.Length; i++)
        {
            ulong inode = permissions.Namespaces.At(i);
            bool host = state.Tree.Host?.Namespaces.At(i) == inode;
            string relation = host ? "the host's" : parent is { } above && above.At(i) == inode ? "the parent's" : "its own";
            lines.Add(Field(NamespaceSet.Names[i] + " ns", Text($"{inode} {relation}"), host ? CellStyle.Plain : CellColour.Green));
        }

        lines.AddRange(CgroupFigures.Of(permissions.Cgroups).Select(static line => Field("cgroup", line)));
        lines.Add(Field("root", permissions.Root));
        if (node.Image is { } image)
        {
            lines.Add(Field("directory", image.WorkingDirectory));
        }

        lines.AddRange(permissions.Limits.Rows.Select(static limit => Field("limit", Text($"{limit.Name}: {PermissionComparison.Value(limit.Soft)} of {PermissionComparison.Value(limit.Hard)}"))));
        return lines;
    }

    private static void Relative(List<StyledLine> lines, string label, ProcessPermissions? from, ProcessPermissions to, ProcessPermissions? host)
    {
        if (from is null)
        {
            return;
        }

        bool any = false;
        foreach (PermissionChange change in PermissionComparison.Compare(from, to, host))
        {
            any = true;
            lines.Add(Field(label, $"{change.Field}: {change.Text}", StyleOf(change.Direction)));
        }

        if (!any)
        {
            lines.Add(Field(label, "the same"));
        }
    }

    private static List<StyledLine> Environment(ProcessNode node)
    {
        if (node.Image is not { } image)
        {
            return [new StyledLine("not known")];
        }

        List<StyledLine> lines = [];
        if (node.Parent?.Image is { } parent)
        {
            foreach (string difference in image.Environment.DifferenceTo(parent.Environment))
            {
                CellStyle style = difference[0] switch { '+' => CellColour.Green, '-' => CellColour.Red, _ => CellColour.Yellow };
                lines.Add(new StyledLine(difference[0] + " ", style).Add(SafeText.Escape(difference[1..]), style));
            }

            lines.Add(new StyledLine(lines.Count == 0 ? "the same as the parent's:" : "all:", CellStyle.Plain.With(CellAttributes.Dim)));
        }

        lines.AddRange(image.Environment.Entries.Order(StringComparer.Ordinal).Select(static entry => new StyledLine("  " + SafeText.Escape(entry))));
        return lines;
    }

    private static List<StyledLine> Files(ProcessNode node)
    {
        if (node.EndTime != 0)
        {
            return [new StyledLine("its descriptors were closed with its end")];
        }

        List<StyledLine> lines = [.. OpenFiles.Of(node.Key.Pid).Select(static file => Field(Text($"{file.Number}"), file.Text, file.ClosesOnExec ? CellStyle.Plain.With(CellAttributes.Dim) : default))];
        return lines.Count > 0 ? lines : [new StyledLine("not readable by this user")];
    }

    /// <summary>How a process is, in few words.</summary>
    internal static string StateOf(ProcessNode node) => node.State switch
    {
        NodeState.Ended => EventText.End(node.Status),
        NodeState.Stopped => "stopped",
        NodeState.Held => "held",
        NodeState.Detached => "detached",
        _ => "running",
    };

    private static string Kind(ProcessNode node) => node.Kind switch
    {
        StartKind.Launched => "started by forktop",
        StartKind.Attached => "was there before",
        StartKind.Fork => "forked",
        StartKind.Vfork => "vforked",
        _ => "cloned",
    };

    private static StyledLine Field(string label, string value, CellStyle style = default)
        => new StyledLine(label.PadRight(Label), s_label).Add(SafeText.Escape(value), style);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
