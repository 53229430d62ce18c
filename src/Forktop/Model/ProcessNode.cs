using Helios.Linux;

namespace Helios.Forktop;

/// <summary>One process in the tree, kept after its end. A hundred thousand of them have to fit: what most do not have is null.</summary>
internal sealed class ProcessNode(ProcessKey key, ProcessNode? parent, StartKind kind)
{
    private List<ProcessNode>? _children;
    private ProgramImage[]? _earlier;
    private List<string>? _alarms;

    /// <summary>Which one.</summary>
    internal ProcessKey Key { get; } = key;

    /// <summary>Who made it (the spawned edge); it keeps its place when it is orphaned.</summary>
    internal ProcessNode? Parent { get; } = parent;

    /// <summary>How it came.</summary>
    internal StartKind Kind { get; } = kind;

    /// <summary>Those it made, oldest first.</summary>
    internal IReadOnlyList<ProcessNode> Children => _children ?? (IReadOnlyList<ProcessNode>)[];

    /// <summary>What it runs; its maker's program until its own first exec.</summary>
    internal ProgramImage? Image { get; private set; } = parent?.Image;

    /// <summary>Whether it has called exec itself, or was found running.</summary>
    internal bool HasExecuted { get; private set; }

    /// <summary>The programs that it was before (the became edges), oldest first.</summary>
    internal IReadOnlyList<ProgramImage> Earlier => _earlier ?? [];

    /// <summary>How it is.</summary>
    internal NodeState State { get; set; }

    /// <summary>How it ended; null while it has not, and where nobody knows.</summary>
    internal WaitStatus? Status { get; set; }

    /// <summary>When it ended, on the clock of its key; 0 while it has not.</summary>
    internal long EndTime { get; set; }

    /// <summary>What it used, once it has ended.</summary>
    internal ResourceUsage Usage { get; set; }

    /// <summary>Its number in its own PID namespace, where that is another one; else 0.</summary>
    internal int InnerPid { get; set; }

    /// <summary>What it may do; its maker's until something differs.</summary>
    internal ProcessPermissions? Permissions { get; set; } = parent?.Permissions;

    /// <summary>How many threads it has beside the first.</summary>
    internal int MoreThreads { get; set; }

    /// <summary>How many of its execs were refused.</summary>
    internal int FailedExecs { get; set; }

    /// <summary>The pid of the parent it was given when its own ended; 0 while it has its own.</summary>
    internal int NewParent { get; set; }

    /// <summary>Where in the tree it hides what is below it.</summary>
    internal bool IsCollapsed { get; set; }

    /// <summary>The container that it belongs to; null outside of any.</summary>
    internal string? Container { get; set; }

    /// <summary>The growths of its privilege, oldest first.</summary>
    internal IReadOnlyList<string> Alarms => _alarms ?? (IReadOnlyList<string>)[];

    /// <summary>The name to show.</summary>
    internal string Name => Image is { } image ? Path.GetFileName(image.Path) is { Length: > 0 } name ? name : image.Path : "?";

    /// <summary>How long it has lived, up to <paramref name="now"/>.</summary>
    internal TimeSpan Age(long now) => TimeSpan.FromTicks(Math.Max(0, (EndTime != 0 ? EndTime : now) - Key.Start) / 100);

    /// <summary>Takes in a child.</summary>
    internal void Add(ProcessNode child) => (_children ??= new List<ProcessNode>(2)).Add(child);

    /// <summary>Forgets a child.</summary>
    internal void Remove(ProcessNode child) => _children?.Remove(child);

    /// <summary>Becomes another program.</summary>
    internal void Become(ProgramImage image)
    {
        if (HasExecuted && Image is { } before)
        {
            _earlier = [.. _earlier ?? [], before];
        }

        HasExecuted = true;
        Image = image;
    }

    /// <summary>Notes a growth of privilege.</summary>
    internal void Alarm(string text) => (_alarms ??= new List<string>(1)).Add(text);
}
