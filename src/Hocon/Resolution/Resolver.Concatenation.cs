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

    /// <summary>Adds a concatenation of objects as the layers of all of them, any other as itself.</summary>
    private bool ExpandConcatenation(ConcatenationNode node, List<HoconValue> into)
    {
        if (Array.Exists(node.Pieces, piece => piece is HoconScalar or HoconArray or ArrayNode))
        {
            into.Add(node);
            return false;
        }

        bool wasInProgress = node.InProgress;
        node.InProgress = true;
        List<HoconValue>?[] pieces = new List<HoconValue>?[node.Pieces.Length];
        Joined joined = Joined.Nothing;
        for (int i = 0; i < pieces.Length; i++)
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

        node.InProgress = wasInProgress;
        for (int i = pieces.Length - 1; i >= 0; i--)
        {
            if (pieces[i] is not { } layers)
            {
                continue;
            }

            for (int j = 0; joined == Joined.Objects && j < layers.Count && layers[j] is ObjectNode or HoconObject; j++)
            {
                into.Add(layers[j]);
            }

            Return(layers);
        }

        if (joined is Joined.Objects or Joined.Nothing)
        {
            return true;
        }

        into.Add(node);
        return false;
    }

    private Joined Mixed(Joined left, Joined right, ConcatenationNode node)
    {
        if (left != right)
        {
            faults.Add(node.Origin, "an object and a simple value stand side by side; separate them by a comma or a new line");
        }

        return left;
    }

    private static Joined KindOf(HoconValue top) => top switch
    {
        ObjectNode or HoconObject => Joined.Objects,
        HoconArray or ArrayNode or AppendNode => Joined.List,
        LayersNode inner => KindOf(inner.Layers[0]),
        ConcatenationNode node => Array.Exists(node.Pieces, piece => piece is HoconArray or ArrayNode) ? Joined.List : Joined.Text,
        _ => Joined.Text,
    };

    private HoconValue ResolveConcatenation(ConcatenationNode node)
    {
        Enter(node.Origin);
        bool wasInProgress = node.InProgress;
        node.InProgress = true;
        HoconValue?[] pieces = new HoconValue?[node.Pieces.Length];
        bool isList = false;
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = node.Pieces[i] is SpaceNode space ? space : ResolveElement(node.Pieces[i]);
            isList |= pieces[i] is HoconArray;
        }

        node.InProgress = wasInProgress;
        _chain--;
        return isList ? JoinList(pieces, node.Origin) : JoinText(pieces, node.Origin);
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

            if (piece is HoconObject)
            {
                faults.Add(origin, "an object and a simple value stand side by side; separate them by a comma or a new line");
            }

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
