using System.Diagnostics.CodeAnalysis;

namespace Helios.Actors;

/// <summary>Names an actor system: <c>akka://system</c>, with host and port where it is reachable from outside.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>
{
    /// <summary>The address of no system in particular.</summary>
    public static readonly Address AllSystems = new("akka", "all-systems");

    /// <summary>Makes an address.</summary>
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host;
        Port = port;
    }

    /// <summary>The scheme, <c>akka</c>.</summary>
    public string Protocol { get; }

    /// <summary>The name of the system.</summary>
    public string System { get; }

    /// <summary>The host, null for a system of this process.</summary>
    public string? Host { get; }

    /// <summary>The port, null for a system of this process.</summary>
    public int? Port { get; }

    /// <summary>True without a host.</summary>
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    /// <summary>True with a host.</summary>
    public bool HasGlobalScope => !HasLocalScope;

    /// <summary>Reads <c>akka://system@host:port</c>.</summary>
    /// <exception cref="UriFormatException">The text is no address.</exception>
    public static Address Parse(string address)
        => TryParse(address, out Address? parsed) ? parsed : throw new UriFormatException($"'{address}' is no address of an actor system");

    /// <summary>Reads <c>akka://system@host:port</c>; false on any other shape.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out Address? address)
    {
        address = null;
        int scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
        {
            return false;
        }

        string rest = path[(scheme + 3)..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        rest = slash < 0 ? rest : rest[..slash];
        string system = rest;
        string? host = null;
        int? port = null;
        int at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            system = rest[..at];
            host = rest[(at + 1)..];
            int colon = host.LastIndexOf(':');
            if (colon < 0 || !int.TryParse(host[(colon + 1)..], out int number))
            {
                return false;
            }

            port = number;
            host = host[..colon];
        }

        if (system.Length == 0)
        {
            return false;
        }

        address = new Address(path[..scheme], system, host, port);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Address? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public bool Equals(Address? other)
        => ReferenceEquals(this, other)
        || (other is not null && Protocol == other.Protocol && System == other.System && Host == other.Host && Port == other.Port);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Address);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    /// <inheritdoc/>
    public override string ToString() => HasLocalScope ? $"{Protocol}://{System}" : $"{Protocol}://{System}@{Host}:{Port}";

    /// <summary>Same protocol, system, host and port.</summary>
    public static bool operator ==(Address? left, Address? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Differs in protocol, system, host or port.</summary>
    public static bool operator !=(Address? left, Address? right) => !(left == right);
}
