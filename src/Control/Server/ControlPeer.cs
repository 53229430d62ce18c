using Helios.Linux;

namespace Helios.Control;

/// <summary>Who is at the other end of a control connection.</summary>
/// <param name="Credentials">As the kernel tells them.</param>
/// <param name="UserName">The name of the user; the number when it has none.</param>
public sealed record ControlPeer(PeerCredentials Credentials, string UserName)
{
    /// <summary>Such as <c>ada (uid 1000)</c>.</summary>
    public override string ToString() => $"{UserName} (uid {Credentials.UserId})";
}
