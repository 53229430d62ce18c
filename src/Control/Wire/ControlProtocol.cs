using MessagePack;

namespace Helios.Control;

/// <summary>The numbers both sides of the control socket agree on.</summary>
public static class ControlProtocol
{
    /// <summary>The version that the daemon's welcome names. It changes only when an older side could misunderstand; new fields and messages do not change it.</summary>
    public const int Version = 1;

    /// <summary>The largest request, in bytes.</summary>
    public const int MostRequestBytes = 1 << 20;

    /// <summary>The largest reply, in bytes.</summary>
    public const int MostReplyBytes = 64 << 20;

    /// <summary>The most descriptors that go with one message.</summary>
    public const int MostDescriptors = 8;

    /// <summary>Reading is done under the rules for untrusted data; nothing is resolved by type.</summary>
    internal static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);
}
