using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Helios.Hocon;

/// <summary>
/// Turns the tree of the parser into values: merges what was assigned to a key more than once, follows substitutions, joins
/// concatenations. Here: whole values. How a place is looked up is in <c>Resolver.Lookup.cs</c>.
/// </summary>
/// <remarks>
/// Two constraints shape it. A substitution sees the final value of a place but must not force that place's other fields, or
/// objects that refer into one another would be cycles. And a field may refer to its own earlier value. So a place is first described
/// by its <em>layers</em>, the values assigned there with the latest first and substitutions followed only as far as is needed to know
/// whether they are objects; values are made from layers one key at a time. While a substitution or concatenation is being
/// evaluated it is marked; a lookup that meets the mark goes on below it, which is exactly the look at the earlier value. A field
/// that leads back to what is being evaluated without an earlier value there takes its own earlier value, if it has one; so the result does
/// not depend on the order of evaluation.
/// </remarks>
internal sealed partial class Resolver(HoconOptions options, FaultList faults, HoconValue root)
{
    // Chains of substitutions deeper than this are no configuration; the real stack is checked besides.
    private const int MaxChain = 1000;

    internal const string MixedObject = "an object and a simple value stand side by side; separate them by a comma or a new line";

    private readonly HoconLimits _limits = options.Limits;
    private readonly Stack<List<HoconValue>> _freeLists = new();
    private readonly ScratchStack<HoconField> _fields = new();
    private readonly ScratchStack<HoconValue> _items = new();
    private int _substitutions;
    private int _chain;
    private long _built;
    private long _concatenated;

    /// <summary>
    /// Counts the times when a mark changed a result. A value during whose making it did not move is the same seen from everywhere
    /// and may be kept.
    /// </summary>
    private long _marksMet;

    /// <summary>Counts all marks that are met, those of a field that looks at its own earlier value as well.</summary>
    private long _ownMarksMet;

    /// <summary>Counts the circles that something below may have an answer for.</summary>
    private long _circlesPassed;

    /// <summary>How many slots are being collected, one for the sake of the other.</summary>
    private int _level;

    /// <summary>The level of the outermost field that was met while it is being evaluated.</summary>
    private int _outermostMark = int.MaxValue;

    /// <summary>Set while the last key of a substitution's path is looked up in the document itself.</summary>
    private bool _isAtTarget;

    /// <summary>The circle that whoever asked has to answer with an earlier value, or to report.</summary>
    private Circle? _circle;

    internal HoconValue Resolve()
    {
        HoconValue made = root switch
        {
            ArrayNode array => ResolveArray(array),
            ObjectNode node => ResolveObjects([node], 1),
            _ => root,
        };
        ReportCircle();
        return made;
    }

    /// <summary>The value that layers make; null when there are none.</summary>
    private HoconValue? ResolveLayers(List<HoconValue> layers, int from = 0)
    {
        if (from >= layers.Count)
        {
            return null;
        }

        switch (layers[from])
        {
            case ObjectNode or HoconObject or LayersNode { IsObject: true }:
                if (from > 0)
                {
                    layers = layers.GetRange(from, layers.Count - from);
                }

                int objects = 1;
                while (objects < layers.Count && IsObject(layers[objects]))
                {
                    objects++;
                }

                return ResolveRun(layers, objects);
            case HoconScalar or HoconArray:
                return layers[from];
            case ArrayNode array:
                return ResolveArray(array);
            case LayersNode inner:
                return ResolveLayers(inner.Layers);
            case AppendNode append:
                return ResolveAppend(append, ResolveLayers(layers, from + 1));
            default:
                throw new UnreachableException($"a {layers[from].GetType().Name} is no layer");
        }
    }

    /// <summary>The object that the first <paramref name="count"/> layers, all objects, make over what is below them.</summary>
    private HoconObject? ResolveRun(List<HoconValue> layers, int count)
    {
        bool isClosed = count < layers.Count || layers[count - 1] is HoconObject { IsClosed: true } or LayersNode { IsOpen: false };
        if (count > 1 && layers.FindIndex(0, count, layer => layer is LayersNode && Contains(layer)) is var at and >= 0)
        {
            ReportContaining(((LayersNode)layers[at]).From);
            List<HoconValue> others = layers.GetRange(0, count);
            others.RemoveAt(at);
            return ResolveRun(others, count - 1)?.AsClosed();
        }

        HoconObject? merged = count == 1 && layers[0] is LayersNode brought ? ResolveBrought(brought) : ResolveObjects(layers, count);
        return isClosed ? merged?.AsClosed() : merged;
    }

    private HoconObject? ResolveBrought(LayersNode brought)
    {
        if (brought.Resolved is { } ready)
        {
            return ready;
        }

        long marksMet = _marksMet;
        HoconObject? made = (HoconObject?)ResolveUnlessContaining(brought.Layers, brought.From);
        if (_marksMet == marksMet && _circle is null)
        {
            brought.Resolved = made;
        }

        return made;
    }

    /// <summary>Merges the first <paramref name="count"/> layers, all objects.</summary>
    private HoconObject ResolveObjects(List<HoconValue> layers, int count)
    {
        HoconValue top = layers[0];
        if (count == 1)
        {
            if (top is HoconObject ready)
            {
                return ready;
            }

            if (top is ObjectNode { Resolved: { } resolved })
            {
                return resolved;
            }
        }

        long marksMet = _marksMet;
        ObjectNode? topNode = top as ObjectNode;
        Enter(top.Origin);
        topNode?.InProgress = true;
        int mark = _fields.Count;
        if (count == 1)
        {
            for (Slot? slot = topNode!.First; slot is not null; slot = slot.Next)
            {
                if (ResolveSlot(slot) is { } value)
                {
                    _fields.Push(new HoconField(slot.Key, value, slot.KeyOrigin));
                }
            }
        }
        else
        {
            for (int i = count - 1; i >= 0; i--)
            {
                MergeLayer(layers, count, i);
            }
        }

        topNode?.InProgress = false;
        _chain--;
        HoconObject made = new(_fields.PopFrom(mark), top.Origin);
        Charge(made, made.Count);
        if (count == 1 && _marksMet == marksMet && _circle is null)
        {
            topNode!.Resolved = made;
        }

        return made;
    }

    /// <summary>Adds the fields of one layer that no layer below it has: so keys keep the order of their first appearance.</summary>
    private void MergeLayer(List<HoconValue> layers, int count, int layer)
    {
        if (layers[layer] is HoconObject ready)
        {
            foreach (HoconField field in ready.Fields)
            {
                Merge(field.Key);
            }
        }
        else if (layers[layer] is LayersNode brought)
        {
            foreach (string key in brought.Keys.Keys)
            {
                Merge(key);
            }
        }
        else
        {
            for (Slot? slot = ((ObjectNode)layers[layer]).First; slot is not null; slot = slot.Next)
            {
                Merge(slot.Key);
            }
        }

        void Merge(string key)
        {
            for (int below = layer + 1; below < count; below++)
            {
                if (Has(layers[below], key))
                {
                    return;
                }
            }

            if (MergeField(layers, layer + 1, key) is { } field)
            {
                _fields.Push(field);
            }
        }
    }

    private HoconField? MergeField(List<HoconValue> layers, int count, string key)
    {
        HoconOrigin? keyOrigin = null;
        HoconValue? value = null;
        int sources = 0;
        for (int i = 0; i < count; i++)
        {
            HoconValue layer = layers[i] is LayersNode brought ? Made(brought) ?? layers[i] : layers[i];
            if (layer is HoconObject ready)
            {
                int at = ready.IndexOf(key);
                if (at >= 0)
                {
                    keyOrigin ??= ready[at].KeyOrigin;
                    value = ready[at].Value;
                    sources++;
                }
            }
            else if (layer is LayersNode unmade)
            {
                if (unmade.Keys.TryGetValue(key, out HoconOrigin origin))
                {
                    // Whatever else there is, the value is to be found out.
                    keyOrigin ??= origin;
                    sources += 2;
                }
            }
            else if (((ObjectNode)layer).Find(key) is { } slot)
            {
                keyOrigin ??= slot.KeyOrigin;
                if (sources == 0 && slot.Count > 0 && slot[0] is HoconScalar or HoconArray)
                {
                    // It hides everything below: the common case of an overridden setting.
                    return new HoconField(key, slot[0], slot.KeyOrigin);
                }

                if (sources++ == 0 && i == count - 1)
                {
                    value = ResolveSlot(slot);
                }
            }
        }

        if (sources > 1 || (value is null && sources == 1))
        {
            value = ResolveChild(layers, count, key);
        }

        return value is null ? null : new HoconField(key, value, keyOrigin!.Value);
    }

    /// <summary>What a substitution brought, where it is known already.</summary>
    private static HoconObject? Made(LayersNode brought) => brought.Resolved ?? (brought.Layers is [ObjectNode { Resolved: { } made }] ? made : null);

    private static bool Has(HoconValue layer, string key) => layer switch
    {
        HoconObject ready => ready.IndexOf(key) >= 0,
        ObjectNode node => node.Find(key) is not null,
        LayersNode brought => brought.Keys.ContainsKey(key),
        _ => false,
    };

    private HoconValue? ResolveSlot(Slot slot)
    {
        if (slot.Count == 0)
        {
            return null;
        }

        HoconValue top = slot[0];
        if (top is HoconScalar or HoconArray)
        {
            return top;
        }

        if (slot.IsResolved && !slot.IsInProgress)
        {
            return slot.Resolved;
        }

        long marksMet = _marksMet;
        List<HoconValue> layers = Rent();
        _isAtTarget = false;
        Collect(slot, layers);
        HoconValue? value = _circle is null ? ResolveUnlessContaining(layers, top) : null;
        Return(layers);
        ReportCircle();
        if (_marksMet == marksMet)
        {
            slot.SetResolved(value);
        }

        return value;
    }

    private HoconValue? ResolveChild(List<HoconValue> layers, int count, string key)
    {
        List<HoconValue> child = Rent();
        HoconValue? latest = null;
        for (int i = 0; i < count; i++)
        {
            latest ??= layers[i] is ObjectNode node ? node.Find(key)?[0] : null;
        }

        _isAtTarget = false;
        CollectChildren(count == layers.Count ? layers : layers.GetRange(0, count), key, child);
        HoconValue? value = child.Count == 0 || _circle is not null ? null : ResolveUnlessContaining(child, latest ?? child[0]);
        Return(child);
        ReportCircle();
        return value;
    }

    /// <summary>Resolves layers unless their top is a container that is being made right now and so would contain itself.</summary>
    private HoconValue? ResolveUnlessContaining(List<HoconValue> layers, HoconValue from)
    {
        if (layers.Count == 0)
        {
            return null;
        }

        if (Contains(layers[0]))
        {
            ReportContaining(from);
            return null;
        }

        return ResolveLayers(layers);
    }

    private void ReportContaining(HoconValue from)
    {
        _marksMet++;
        if (from is not ReferenceNode { IsOptional: true })
        {
            faults.Add(from.Origin, $"{Describe(from)} refers to a value that contains it; a value cannot contain itself");
        }
    }

    private static bool Contains(HoconValue layer) => layer switch
    {
        ObjectNode { InProgress: true } or ArrayNode { InProgress: true } => true,
        LayersNode brought => Contains(brought.Layers[0]),
        _ => false,
    };

    private HoconArray ResolveArray(ArrayNode array)
    {
        if (array.Resolved is { } ready)
        {
            return ready;
        }

        long marksMet = _marksMet;
        Enter(array.Origin);
        array.InProgress = true;
        int mark = _items.Count;
        foreach (HoconValue item in array.Items)
        {
            if (ResolveElement(item) is { } value)
            {
                _items.Push(value);
            }
        }

        array.InProgress = false;
        _chain--;
        HoconArray made = NewArray(_items.PopFrom(mark), array.Origin);
        if (_marksMet == marksMet && _circle is null)
        {
            array.Resolved = made;
        }

        return made;
    }

    /// <summary>A list element or a piece of a concatenation; null when an optional substitution found nothing.</summary>
    private HoconValue? ResolveElement(HoconValue item)
    {
        if (item is HoconScalar or HoconArray)
        {
            return item;
        }

        List<HoconValue> layers = Rent();
        Expand(item, layers);
        HoconValue? value = _circle is null ? ResolveUnlessContaining(layers, item) : null;
        Return(layers);
        return value;
    }

    private HoconArray ResolveAppend(AppendNode append, HoconValue? below)
    {
        List<HoconValue> items = [];
        if (below is not null)
        {
            AddItems(below, items, append.Origin);
        }

        foreach (HoconValue item in append.Items)
        {
            if (ResolveElement(item) is { } value)
            {
                items.Add(value);
            }
        }

        return NewArray([.. items], append.Origin);
    }

    private HoconArray NewArray(HoconValue[] items, HoconOrigin origin)
    {
        HoconArray made = new(items, origin);
        Charge(made, items.Length);
        return made;
    }

    /// <summary>Adds the elements of a list, or of an object with numeric keys.</summary>
    private void AddItems(HoconValue value, List<HoconValue> items, HoconOrigin at)
    {
        switch (value)
        {
            case HoconArray array:
                if (items.Count + (long)array.Count > _limits.MaxValues)
                {
                    Stop(at, $"more than {_limits.MaxValues} values after substitution; that is the limit");
                }

                items.AddRange(array.Items);
                break;
            case HoconObject numbered when NumericKeys.TryToList(numbered) is { } list:
                items.AddRange(list);
                break;
            default:
                faults.Add(at, $"{Kinds.Name(value.Kind)} ({value.Origin}) cannot be joined to a list; put it in brackets if it is meant as an element");
                break;
        }
    }

    private void Charge(HoconValue made, int slots)
    {
        _built += slots;
        if (made.Weight > _limits.MaxValues || _built > _limits.MaxValues)
        {
            Stop(made.Origin, $"more than {_limits.MaxValues} values after substitution; that is the limit");
        }

        if (made.Depth > _limits.MaxDepth + 1)
        {
            Stop(made.Origin, $"nested deeper than {_limits.MaxDepth} levels after substitution; that is the limit");
        }
    }

    /// <summary>Charges what is brought and looked into without being made: it costs memory as values do, and more of it.</summary>
    private void ChargeBrought(List<HoconValue> layers, HoconOrigin origin)
    {
        const int WeightOfLayer = 4;
        _built += layers.Count * WeightOfLayer;
        if (_built > _limits.MaxValues)
        {
            Stop(origin, $"more than {_limits.MaxValues} values after substitution; that is the limit");
        }
    }

    // Layers live as long as the call that asks for them, so their lists go round.
    private List<HoconValue> Rent() => _freeLists.TryPop(out List<HoconValue>? list) ? list : new List<HoconValue>(4);

    private void Return(List<HoconValue> list)
    {
        list.Clear();
        _freeLists.Push(list);
    }

    private void Enter(HoconOrigin origin)
    {
        if (++_chain > MaxChain || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Stop(origin, string.Create(CultureInfo.InvariantCulture, $"substitutions and containers lead into one another more than {MaxChain} times; that is the limit"));
        }
    }

    private void Stop(HoconOrigin origin, string message)
    {
        faults.Add(origin, message);
        faults.ThrowIfAny();
    }

    private static string Describe(HoconValue value) => value is ReferenceNode reference ? reference.ToString() : "the value";
}
