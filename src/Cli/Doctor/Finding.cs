using Helios.Contracts;

namespace Helios.Cli;

/// <summary>What a probe found out by trying.</summary>
/// <param name="Works">Whether it works on this host for this user.</param>
/// <param name="Detail">What was done, or why it failed; one clause.</param>
/// <param name="Fix">What to do about it; null when it works.</param>
internal sealed record Finding(bool Works, string Detail, string? Fix)
{
    /// <summary>It works.</summary>
    internal static Finding Ok(string detail) => new(true, detail, null);

    /// <summary>It does not, and what looked at the host says why.</summary>
    internal static Finding Of(Unsupported missing) => new(false, missing.Reason, missing.Remedy);

    /// <summary>It does not.</summary>
    internal static Finding Lacks(string detail, string fix) => new(false, detail, fix);
}
