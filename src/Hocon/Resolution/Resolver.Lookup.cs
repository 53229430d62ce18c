using System.Globalization;

namespace Helios.Hocon;

/// <summary>How a place is found and described by its layers.</summary>
internal sealed partial class Resolver
{
    /// <summary>
    /// The layers of a path from the root, latest first: a run of objects, or one value that is no object. Null when nothing is there.
    /// </summary>
    private List<HoconValue>? Lookup(string[] path)
    {
        List<HoconValue> layers = Rent();
        layers.Add(root);
        foreach (string key in path)
        {
            List<HoconValue> next = Rent();
            for (int i = 0; i < layers.Count; i++)
            {
                if (layers[i] is not (ObjectNode or HoconObject) || !CollectChild(layers[i], key, i == layers.Count - 1, next))
                {
                    break;
                }
            }

            Return(layers);
            if (next.Count == 0)
            {
                Return(next);
                return null;
            }

            layers = next;
        }

        return layers;
    }

    /// <summary>Adds what one object layer has at a key. False when nothing below can matter any more.</summary>
    private bool CollectChild(HoconValue layer, string key, bool isLowest, List<HoconValue> into)
    {
        if (layer is HoconObject ready)
        {
            return !ready.TryGetField(key, out HoconValue? value) || Expand(value, into);
        }

        if (((ObjectNode)layer).Find(key) is not { } slot)
        {
            return true;
        }

        if (isLowest && slot.IsResolved && !slot.IsInProgress)
        {
            return slot.Resolved is null || Expand(slot.Resolved, into);
        }

        return Collect(slot, into);
    }

    /// <summary>Adds everything that was assigned to a slot and is not hidden. False when the last of it hides what is below.</summary>
    private bool Collect(Slot slot, List<HoconValue> into)
    {
        for (int i = 0; i < slot.Count; i++)
        {
            HoconValue entry = slot[i];
            if (entry is ReferenceNode { InProgress: true } or ConcatenationNode { InProgress: true })
            {
                // The field refers to itself: what counts is what stood there before it.
                _marksMet++;
                into.Clear();
            }
            else if (!Expand(entry, into))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Adds one value as layers: an object or a value that is none as it is, a substitution as the layers of its target. True when it can
    /// merge with what stands below it.
    /// </summary>
    private bool Expand(HoconValue entry, List<HoconValue> into)
    {
        switch (entry)
        {
            case ReferenceNode reference:
                return Follow(reference) is not { } target || AddClosed(target, into, reference.Origin);
            case ConcatenationNode concatenation:
                return ExpandConcatenation(concatenation, into);
            case ObjectNode or HoconObject { IsClosed: false } or AppendNode:
                into.Add(entry);
                return true;
            default:
                into.Add(entry);
                return false;
        }
    }

    /// <summary>Adds the layers of another place as a value that is complete in itself.</summary>
    private bool AddClosed(List<HoconValue> target, List<HoconValue> into, HoconOrigin origin)
    {
        if (target[0] is AppendNode)
        {
            into.Add(new LayersNode(target, origin));
            return false;
        }

        int objects = 0;
        while (objects < target.Count && target[objects] is ObjectNode or HoconObject)
        {
            into.Add(target[objects++]);
        }

        bool open = objects == target.Count && target[^1] is not HoconObject { IsClosed: true };
        if (objects == 0)
        {
            into.Add(target[0]);
        }

        Return(target);
        return open;
    }

    /// <summary>The layers that a substitution stands for; null when it is optional and undefined, or faulty.</summary>
    private List<HoconValue>? Follow(ReferenceNode reference)
    {
        if (++_substitutions > _limits.MaxSubstitutions)
        {
            Stop(reference.Origin, $"more than {_limits.MaxSubstitutions} substitutions are followed; that is the limit");
        }

        Enter(reference.Origin);
        bool wasInProgress = reference.InProgress;
        reference.InProgress = true;
        long marksMet = _marksMet;
        List<HoconValue>? layers = null;
        if (!reference.IsEnvironmentList)
        {
            foreach (string[] path in reference.RelativePaths)
            {
                layers ??= Lookup(path);
            }

            layers ??= Lookup(reference.Path);
        }

        reference.InProgress = wasInProgress;
        _chain--;
        layers ??= FromEnvironment(reference);
        if (layers is null && !reference.IsOptional)
        {
            ReportUndefined(reference, refersToItself: _marksMet != marksMet);
        }

        return layers;
    }

    private void ReportUndefined(ReferenceNode reference, bool refersToItself)
    {
        string name = HoconPath.Render(reference.Path);
        if (refersToItself)
        {
            faults.Add(reference.Origin, $"{reference} refers to itself, directly or in a circle, and there is no earlier value of {name}", name);
            return;
        }

        string? nearest = NearestPath(reference.Path);
        string hint = nearest is null ? $"define it, set the environment variable, or write ${{?{name}}} if it may be missing" : $"did you mean {nearest}?";
        faults.Add(reference.Origin, $"{reference} is not defined; {hint}", name);
    }

    /// <summary>The defined path that was probably meant: right up to one key, and that one nearly.</summary>
    private string? NearestPath(string[] path)
    {
        HoconValue at = root;
        for (int i = 0; i < path.Length; i++)
        {
            if (at is not (ObjectNode or HoconObject))
            {
                return null;
            }

            ObjectNode node = ObjectNode.From(at);
            if (node.Find(path[i]) is { Count: > 0 } slot)
            {
                at = slot[0];
                continue;
            }

            string? nearest = Spelling.Nearest(path[i], node.Keys());
            return nearest is null ? null : HoconPath.Render([.. path[..i], nearest, .. path[(i + 1)..]]);
        }

        return null;
    }

    private List<HoconValue>? FromEnvironment(ReferenceNode reference)
    {
        string name = string.Join('.', reference.Path);
        if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0'))
        {
            return null;
        }

        if (!reference.IsEnvironmentList)
        {
            return Variable(name) is { } single ? [single] : null;
        }

        List<HoconValue> items = [];
        while (Variable(string.Create(CultureInfo.InvariantCulture, $"{name}_{items.Count}")) is { } item)
        {
            items.Add(item);
        }

        return items.Count == 0 ? null : [NewArray([.. items], HoconOrigin.Described($"environment variables {name}_0 and on"))];
    }

    private HoconScalar? Variable(string name) =>
        options.Environment(name) is { } text ? HoconScalar.String(text, HoconOrigin.Described($"environment variable {name}")) : null;
}
