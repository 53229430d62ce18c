using System.Text;

namespace Helios.Hocon;

/// <summary>Values that are written side by side on one line.</summary>
internal sealed partial class Resolver
{
    private enum Joined
    {
        Nothing,
        Text,
        List,
        Objects,
    }

    /// <summary>
    /// Adds a concatenation: of objects as the layers of all of them, any other as the value that it makes. The value is made while the
    /// concatenation is marked, for a field that is built from its earlier value must see that one and not itself.
    /// </summary>
    private bool ExpandConcatenation(ConcatenationNode node, List<HoconValue> into)
    {
        Enter(node.Origin);
        bool wasInProgress = node.InProgress;
        node.InProgress = true;
        List<HoconValue>?[] pieces = new List<HoconValue>?[node.Pieces.Length];
        Joined joined = Joined.Nothing;
        for (int i = 0; i < pieces.Length && _circle is null; i++)
        {
            if (node.Pieces[i] is SpaceNode)
            {
                continue;
            }

            List<HoconValue> layers = Rent();
            Expand(node.Pieces[i], layers);
            if (layers.Count == 0)
            {
                Return(layers);
                continue;
            }

            pieces[i] = layers;
            Joined kind = KindOf(layers[0]);
            joined = joined == Joined.Nothing || kind == Joined.List ? kind : joined == Joined.List ? Joined.List : Mixed(joined, kind, node);
        }

        HoconValue? made = _circle is null && joined is Joined.Text or Joined.List ? Join(pieces, node, joined) : null;
        node.InProgress = wasInProgress;
        _chain--;
        bool isOpen = joined is Joined.Nothing or Joined.Objects;
        for (int i = pieces.Length - 1; i >= 0; i--)
        {
            if (pieces[i] is not { } layers)
            {
                continue;
            }

            for (int j = 0; isOpen && _circle is null && j < layers.Count; j++)
            {
                into.Add(layers[j]);
            }

            Return(layers);
        }

        if (made is not null && _circle is null)
        {
            into.Add(made);
        }

        return isOpen;
    }

    private Joined Mixed(Joined left, Joined right, ConcatenationNode node)
    {
        if (left != right)
        {
            faults.Add(node.Origin, MixedObject);
        }

        return left;
    }

    private static Joined KindOf(HoconValue top) => top switch
    {
        ObjectNode or HoconObject => Joined.Objects,
        HoconArray or ArrayNode or AppendNode => Joined.List,
        LayersNode inner => KindOf(inner.Layers[0]),
        _ => Joined.Text,
    };

    private HoconValue Join(List<HoconValue>?[] pieces, ConcatenationNode node, Joined joined)
    {
        HoconValue?[] values = new HoconValue?[pieces.Length];
        for (int i = 0; i < pieces.Length && _circle is null; i++)
        {
            values[i] = node.Pieces[i] is SpaceNode space ? space : pieces[i] is { } layers ? ResolveUnlessContaining(layers, node.Pieces[i]) : null;
        }

        return joined == Joined.List ? JoinList(values, node.Origin) : JoinText(values, node.Origin);
    }

    private HoconArray JoinList(HoconValue?[] pieces, HoconOrigin origin)
    {
        List<HoconValue> items = [];
        foreach (HoconValue? piece in pieces)
        {
            if (piece is not null and not SpaceNode)
            {
                AddItems(piece, items, origin);
            }
        }

        return NewArray([.. items], origin);
    }

    private HoconScalar JoinText(HoconValue?[] pieces, HoconOrigin origin)
    {
        StringBuilder text = new();
        foreach (HoconValue? piece in pieces)
        {
            string part = piece switch
            {
                null => "",
                SpaceNode space => space.Text,
                HoconScalar scalar => scalar.Text,
                _ => "",
            };

            _concatenated += part.Length;
            if (_concatenated > _limits.MaxConcatenatedChars)
            {
                Stop(origin, $"more than {_limits.MaxConcatenatedChars} characters are made by concatenation; that is the limit");
            }

            text.Append(part);
        }

        return new HoconScalar(HoconKind.String, text.ToString(), origin);
    }
}
