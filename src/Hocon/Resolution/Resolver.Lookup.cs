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
        for (int depth = 0; depth < path.Length; depth++)
        {
            List<HoconValue> next = Rent();
            _isAtTarget = depth == path.Length - 1;
            CollectChildren(layers, path[depth], next);
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

    /// <summary>Adds what a run of layers has at a key. False when nothing below can matter any more.</summary>
    private bool CollectChildren(List<HoconValue> layers, string key, List<HoconValue> into)
    {
        bool isAtTarget = _isAtTarget;
        Circle? passed = null;
        int passedAt = 0;
        bool isOpen = true;
        Slot? within = null;
        int first = into.Count;
        for (int i = 0; i < layers.Count && isOpen; i++)
        {
            _isAtTarget = isAtTarget;
            Slot? slot = (layers[i] as ObjectNode)?.Find(key);
            int looksBack = slot?.LooksBack ?? 0;
            within = isAtTarget && slot?.LowestInProgress >= 0 && slot.Level == _level ? slot : within;
            isOpen = IsObject(layers[i]) && CollectChild(layers[i], key, i == layers.Count - 1, into);
            if (_circle is null && slot is not null && slot.LooksBack != looksBack)
            {
                // The field got its own earlier value: what stands below is in it already.
                break;
            }

            PassCircle(ref passed, ref passedAt, into.Count);
        }

        if (within is not null && into.Count > first)
        {
            within.LooksBack++;
        }

        SettleCircle(passed, passedAt, into.Count);
        return isOpen;
    }

    /// <summary>Adds what one object layer has at a key. False when nothing below can matter any more.</summary>
    private bool CollectChild(HoconValue layer, string key, bool isLowest, List<HoconValue> into)
    {
        switch (layer)
        {
            case HoconObject ready:
                return !ready.TryGetField(key, out HoconValue? value) || Expand(value, into);
            case LayersNode group when Made(group) is { } made:
                return !made.TryGetField(key, out HoconValue? field) || Expand(field, into);
            case LayersNode brought:
                List<HoconValue> child = Rent();
                bool isOpen = CollectChildren(brought.Layers, key, child);
                if (child.Count > 0)
                {
                    if (IsObject(child[0]))
                    {
                        ChargeBrought(child, brought.Origin);
                    }

                    return AddBrought(child, isOpen, into, brought.From);
                }

                Return(child);
                return isOpen;
            case ObjectNode node when node.Find(key) is { } slot:
                return isLowest && slot.IsResolved && !slot.IsInProgress
                    ? slot.Resolved is null || Expand(slot.Resolved, into)
                    : Collect(slot, into);
            default:
                return true;
        }
    }

    /// <summary>
    /// Adds everything that was assigned to a slot and is not hidden. Where one of the values is being evaluated, the field is looked at
    /// from within itself, and only what was assigned before counts. False when the last of it hides what is below.
    /// </summary>
    private bool Collect(Slot slot, List<HoconValue> into)
    {
        int from = slot.LowestInProgress + 1;
        if (from > 0)
        {
            MeetMark(slot);
        }

        Slot.Collected? known = slot.Known?.GetValueOrDefault(from) ?? (from == 0 ? slot.SeenFromWithin : null);
        if (known is not { IsUsable: true })
        {
            return CollectAndRemember(slot, from, into);
        }

        into.AddRange(known.Layers);
        return known.IsOpen;
    }

    private bool CollectAndRemember(Slot slot, int from, List<HoconValue> into)
    {
        int first = into.Count;
        long marksMet = _marksMet;
        long circlesPassed = _circlesPassed;
        int outermost = _outermostMark;
        _outermostMark = int.MaxValue;
        _level++;
        bool isOpen = CollectFrom(slot, from, into);
        _level--;
        bool isSeenFromWithin = _outermostMark <= _level;
        _outermostMark = Math.Min(outermost, _outermostMark);
        if (_circle is not null || (slot.Count == 1 && slot[0] is not (ReferenceNode or ConcatenationNode)))
        {
            return isOpen;
        }

        Slot.Collected collected = new(into.GetRange(first, into.Count - first), isOpen);
        if (marksMet == _marksMet)
        {
            (slot.Known ??= []).TryAdd(from, collected);
        }
        else if (isSeenFromWithin && from == 0 && slot.Count > 1 && collected.Layers.Count > 0 && _circlesPassed == circlesPassed)
        {
            // Of two fields that are each built from the other's earlier value, the one that is asked for first decides.
            slot.SeenFromWithin ??= collected;
        }

        return isOpen;
    }

    private bool CollectFrom(Slot slot, int from, List<HoconValue> into)
    {
        Circle? passed = null;
        int passedAt = 0;
        bool isOpen = true;
        for (int i = from; i < slot.Count && isOpen; i++)
        {
            int level = slot.Level;
            int looksBack = slot.LooksBack;
            int count = into.Count;
            slot.Level = _level;
            isOpen = Expand(slot[i], into);
            slot.Level = level;
            if (_circle is not null)
            {
                // Nothing of a value that leads in a circle counts; there may be an earlier one.
                into.RemoveRange(count, into.Count - count);
                isOpen = true;
                PassCircle(ref passed, ref passedAt, count);
            }
            else if (slot.LooksBack != looksBack && into.Count > count)
            {
                // What stands below is in it already.
                break;
            }
        }

        SettleCircle(passed, passedAt, into.Count);
        return isOpen;
    }

    /// <summary>
    /// Notes that a result depends on what is being evaluated. A field that looks at its own earlier value without a way through others
    /// is the same seen from everywhere.
    /// </summary>
    private void MeetMark(Slot slot)
    {
        _ownMarksMet++;
        _outermostMark = Math.Min(_outermostMark, slot.Level);
        if (slot.Level != _level)
        {
            _marksMet++;
        }
    }

    // A circle is forgiven when something else stands below it.
    private void PassCircle(ref Circle? passed, ref int passedAt, int count)
    {
        if (_circle is not null)
        {
            _circlesPassed++;
            passed = _circle;
            passedAt = count;
            _circle = null;
        }
    }

    private void SettleCircle(Circle? passed, int passedAt, int count)
    {
        if (passed is not null)
        {
            _marksMet++;
            _circle = count > passedAt ? null : passed;
        }
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
                return Follow(reference) is not { } target || AddBrought(target, isOpen: true, into, reference);
            case ConcatenationNode concatenation:
                return ExpandConcatenation(concatenation, into);
            case ArrayNode { InProgress: true }:
                _marksMet++;
                _circle ??= new Circle(null, IsInside: true);
                return true;
            case ObjectNode or HoconObject { IsClosed: false } or AppendNode:
                into.Add(entry);
                return true;
            default:
                into.Add(entry);
                return false;
        }
    }

    /// <summary>Adds the layers of another place, which this takes over, as a value that is complete in itself.</summary>
    private bool AddBrought(List<HoconValue> target, bool isOpen, List<HoconValue> into, HoconValue from)
    {
        HoconValue top = target[0];
        if (IsObject(top))
        {
            isOpen &= target.TrueForAll(IsObject) && target[^1] is not (HoconObject { IsClosed: true } or LayersNode { IsOpen: false });
            if (target.Count > 1 || top is ObjectNode)
            {
                into.Add(new LayersNode(target, isOpen, from));
                return isOpen;
            }
        }
        else if (top is AppendNode)
        {
            into.Add(new LayersNode(target, isOpen: false, from));
            return false;
        }
        else
        {
            isOpen = false;
        }

        into.Add(top);
        Return(target);
        return isOpen;
    }

    private static bool IsObject(HoconValue layer) => layer is ObjectNode or HoconObject or LayersNode { IsObject: true };

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
        long marksMet = _ownMarksMet;
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
        if (layers is not null)
        {
            return layers;
        }

        layers = FromEnvironment(reference);
        if (layers is not null)
        {
            _circle = null;
        }
        else if (_circle is { Reference: null })
        {
            _circle = reference.IsOptional ? null : _circle with { Reference = reference };
        }
        else if (_circle is null && !reference.IsOptional)
        {
            if (_ownMarksMet == marksMet)
            {
                ReportUndefined(reference);
            }
            else
            {
                _marksMet++;
                _circle = new Circle(reference, IsInside: false);
            }
        }

        return layers;
    }

    /// <summary>Reports the circle, if there is one, that nobody had an earlier value for.</summary>
    private void ReportCircle()
    {
        if (_circle is not { Reference: { } reference } circle)
        {
            return;
        }

        _circle = null;
        string name = HoconPath.Render(reference.Path);
        faults.Add(reference.Origin, circle.IsInside
            ? $"{reference} refers to a value that contains it; a value cannot contain itself"
            : $"{reference} refers to itself, directly or in a circle, and there is no earlier value of {name}", name);
    }

    private void ReportUndefined(ReferenceNode reference)
    {
        string name = HoconPath.Render(reference.Path);
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
