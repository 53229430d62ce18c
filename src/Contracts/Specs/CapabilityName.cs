namespace Helios.Contracts;

/// <summary>The spelling of capabilities in specifications: <c>NET_RAW</c>, also <c>cap_net_raw</c>; <c>ALL</c> is every one.</summary>
public static class CapabilityName
{
    /// <summary>Every capability there is.</summary>
    public const string All = "ALL";

    /// <summary>The name in upper case and without its prefix.</summary>
    /// <exception cref="FormatException">There is no such capability.</exception>
    public static string Parse(string text)
    {
        string name = text.ToUpperInvariant();
        name = name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name;
        return name == All || ExactName.TryParse(name, out Capability _) ? name : throw new FormatException($"'{text}' is not a capability: write a name of capabilities(7), e.g. NET_RAW, or ALL");
    }
}
