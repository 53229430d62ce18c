namespace Helios.Forktop;

/// <summary>One process as a row: where it stands, and the lines that lead to it.</summary>
/// <param name="Node">The process.</param>
/// <param name="Lines">The lines of the tree before it.</param>
internal readonly record struct TreeRow(ProcessNode Node, string Lines)
{
    private const int Deepest = 64;

    /// <summary>The rows of a tree, from the top.</summary>
    internal static List<TreeRow> Flatten(ProcessTree tree, string filter, bool finished, SortOrder sort, long now)
    {
        HashSet<ProcessNode>? shown = filter.Length > 0 || !finished ? Shown(tree, filter, finished) : null;
        List<TreeRow> rows = [];
        Stack<(ProcessNode Node, string Before, bool Last, int Depth)> waiting = new();
        Push(waiting, tree.Roots, "", -1, shown, sort, now);
        while (waiting.TryPop(out (ProcessNode Node, string Before, bool Last, int Depth) next))
        {
            bool isRoot = next.Depth < 0;
            rows.Add(new TreeRow(next.Node, isRoot ? "" : next.Before + (next.Last ? "└─" : "├─")));
            if (!next.Node.IsCollapsed && next.Node.Children.Count > 0)
            {
                string before = isRoot || next.Depth >= Deepest ? next.Before : next.Before + (next.Last ? "  " : "│ ");
                Push(waiting, next.Node.Children, before, next.Depth, shown, sort, now);
            }
        }

        return rows;
    }

    /// <summary>Whether a process is what a search looks for.</summary>
    internal static bool Matches(ProcessNode node, string text)
        => node.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
            || node.Key.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture) == text
            || (node.Container is { } container && container.Contains(text, StringComparison.OrdinalIgnoreCase))
            || (node.HasExecuted && node.Image is { } image && Array.Exists(image.Arguments, argument => argument.Contains(text, StringComparison.OrdinalIgnoreCase)));

    private static void Push(
        Stack<(ProcessNode Node, string Before, bool Last, int Depth)> waiting, IReadOnlyList<ProcessNode> nodes, string before, int depth, HashSet<ProcessNode>? shown, SortOrder sort, long now)
    {
        ProcessNode[] order = [.. shown is null ? nodes : nodes.Where(shown.Contains)];
        switch (sort)
        {
            case SortOrder.Duration:
                Array.Sort(order, (a, b) => b.Age(now).CompareTo(a.Age(now)));
                break;
            case SortOrder.Name:
                Array.Sort(order, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
                break;
            case SortOrder.Memory:
                Array.Sort(order, static (a, b) => b.Usage.PeakMemory.CompareTo(a.Usage.PeakMemory));
                break;
        }

        // The next depth is the parent's and one; roots have none.
        bool areRoots = depth < 0 && before.Length == 0 && nodes.Count > 0 && nodes[0].Parent is null;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            waiting.Push((order[i], before, i == order.Length - 1, areRoots ? -1 : Math.Max(0, depth + 1)));
        }
    }

    // What matches, and the makers above it: a tree without them would have no shape.
    private static HashSet<ProcessNode> Shown(ProcessTree tree, string filter, bool finished)
    {
        HashSet<ProcessNode> shown = [];
        foreach (ProcessNode node in tree.All())
        {
            if ((filter.Length == 0 || Matches(node, filter)) && (finished || node.EndTime == 0))
            {
                for (ProcessNode? at = node; at is not null && shown.Add(at); at = at.Parent)
                {
                }
            }
        }

        return shown;
    }
}
