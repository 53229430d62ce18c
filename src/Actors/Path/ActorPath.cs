using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Helios.Actors;

/// <summary>The place of an actor in the tree: <c>akka://system/user/parent/child</c>.</summary>
/// <remarks>Equality ignores the uid, so a path names a place and not the incarnation that holds it.</remarks>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    /// <summary>What a name may hold besides ASCII letters and digits. It may not begin with <c>$</c>.</summary>
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private protected ActorPath(Address address, ActorPath? parent, string name, long uid)
    {
        Address = address;
        Parent = parent;
        Name = name;
        Uid = uid;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>The system.</summary>
    public Address Address { get; }

    /// <summary>The last element; <c>/</c> for the root.</summary>
    public string Name { get; }

    /// <summary>The path above, null for the root.</summary>
    public ActorPath? Parent { get; }

    /// <summary>Number of elements below the root.</summary>
    public int Depth { get; }

    /// <summary>Tells the incarnations at one path apart; 0 where none is meant.</summary>
    public long Uid { get; }

    /// <summary>The topmost path.</summary>
    public ActorPath Root
    {
        get
        {
            ActorPath current = this;
            while (current.Parent is { } parent)
            {
                current = parent;
            }

            return current;
        }
    }

    /// <summary>The names from the root down, the root's own excluded.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            string[] elements = new string[Depth];
            ActorPath current = this;
            for (int i = Depth - 1; i >= 0; i--)
            {
                elements[i] = current.Name;
                current = current.Parent!;
            }

            return elements;
        }
    }

    /// <summary>The path of a child; slashes in the name descend further.</summary>
    public ActorPath Child(string childName) => this / childName;

    /// <summary>The path that many levels down from the root when positive, up from here when negative.</summary>
    public ActorPath ParentOf(int depth)
    {
        ActorPath current = this;
        int target = depth >= 0 ? depth : Depth + depth;
        while (current.Depth > target && current.Parent is { } parent)
        {
            current = parent;
        }

        return current;
    }

    /// <summary>The same place, naming another incarnation.</summary>
    public ActorPath WithUid(long uid)
        => uid == Uid ? this : Parent is null ? this : new ChildActorPath(Parent, Name, uid);

    /// <summary>Path without the system: <c>/user/a</c>.</summary>
    public string ToStringWithoutAddress()
    {
        if (Parent is null)
        {
            return Name;
        }

        StringBuilder builder = new();
        foreach (string element in Elements)
        {
            builder.Append('/').Append(element);
        }

        return builder.ToString();
    }

    /// <summary>Path with the system and, if it has one, its host and port.</summary>
    public string ToStringWithAddress() => ToStringWithAddress(Address);

    /// <summary>Path seen as belonging to <paramref name="address"/>.</summary>
    public string ToStringWithAddress(Address address)
        => (Address.HasGlobalScope ? Address : address) + ToStringWithoutAddress();

    /// <summary>Path with system and uid: <c>akka://system/user/a#17</c>.</summary>
    public string ToStringWithUid() => Uid == 0 ? ToStringWithAddress() : $"{ToStringWithAddress()}#{Uid}";

    /// <summary>The form that names one incarnation for good.</summary>
    public string ToSerializationFormat() => ToStringWithUid();

    /// <inheritdoc/>
    public override string ToString() => ToStringWithAddress();

    /// <inheritdoc/>
    public bool Equals(ActorPath? other)
    {
        ActorPath? left = this;
        ActorPath? right = other;
        while (!ReferenceEquals(left, right))
        {
            if (left is null || right is null || left.Depth != right.Depth || left.Name != right.Name)
            {
                return false;
            }

            if (left.Parent is null)
            {
                return left.Address.Equals(right.Address);
            }

            left = left.Parent;
            right = right.Parent;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        for (ActorPath? current = this; current is not null; current = current.Parent)
        {
            hash.Add(current.Name);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(ActorPath? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>True when an actor may bear the name.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
        {
            return false;
        }

        for (int i = 0; i < s.Length; i++)
        {
            char c = s[i];
            bool escaped = c == '%' && i + 2 < s.Length && char.IsAsciiHexDigit(s[i + 1]) && char.IsAsciiHexDigit(s[i + 2]);
            if (!char.IsAsciiLetterOrDigit(c) && !escaped && !ValidSymbols.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }

            i += escaped ? 2 : 0;
        }

        return true;
    }

    /// <summary>Joins names with slashes: <c>/user/a</c>.</summary>
    public static string FormatPathElements(IEnumerable<string> pathElements) => "/" + string.Join('/', pathElements);

    /// <summary>Reads a path with its system.</summary>
    /// <exception cref="UriFormatException">The text is no path.</exception>
    public static ActorPath Parse(string path)
        => TryParse(path, out ActorPath? parsed) ? parsed : throw new UriFormatException($"'{path}' is no path of an actor");

    /// <summary>Reads a path with its system; false on any other shape.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out ActorPath? actorPath)
    {
        actorPath = null;
        if (path is null || !Address.TryParse(path, out Address? address))
        {
            return false;
        }

        int slash = path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3);
        actorPath = new RootActorPath(address);
        if (slash < 0)
        {
            return true;
        }

        string[] elements = path[slash..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < elements.Length; i++)
        {
            string element = elements[i];
            long uid = 0;
            int hash = element.IndexOf('#', StringComparison.Ordinal);
            if (hash >= 0)
            {
                if (i != elements.Length - 1 || !long.TryParse(element[(hash + 1)..], out uid))
                {
                    actorPath = null;
                    return false;
                }

                element = element[..hash];
            }

            actorPath = new ChildActorPath(actorPath, element, uid);
        }

        return true;
    }

    /// <summary>The path of a child.</summary>
    public static ActorPath operator /(ActorPath path, string name)
    {
        ActorPath current = path;
        foreach (string element in name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            current = new ChildActorPath(current, element, 0);
        }

        return current;
    }

    /// <summary>The path of a descendant.</summary>
    public static ActorPath operator /(ActorPath path, IEnumerable<string> name)
        => name.Aggregate(path, static (current, element) => current / element);

    /// <summary>Same place.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Another place.</summary>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !(left == right);
}
