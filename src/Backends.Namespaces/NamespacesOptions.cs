namespace Helios.Backends.Namespaces;

/// <summary>How the backend behaves on this host.</summary>
public sealed record NamespacesOptions
{
    /// <summary>Where the locks of running containers live; null is <c>/run/helios</c> for root, else the user's run-time directory.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Whether containers die when the launching process dies.</summary>
    public bool DieWithLauncher { get; init; } = true;
}
