namespace Helios.Support.Beds;

/// <summary>The guest for tests of one v2 tree: user-mode Linux, or where that does not boot the emulated machine in its place.</summary>
public static class UnifiedGuest
{
    private static readonly Lazy<string?> s_whyReplaced = new(WhyItIsReplaced);

    /// <summary>Which kind it is here.</summary>
    public static GuestKind Kind => WhyReplaced is null ? GuestKind.Uml : GuestKind.Tcg;

    /// <summary>Why the emulated machine takes the place of user-mode Linux; null when it does not.</summary>
    public static string? WhyReplaced => s_whyReplaced.Value;

    /// <summary>Why there can be neither on this host; null when there can be one.</summary>
    public static string? WhyNot
        => WhyReplaced is null ? Guest.WhyNot(GuestKind.Uml)
            : Guest.WhyNot(GuestKind.Tcg) is { } lack ? $"{WhyReplaced}; in its place: {lack}"
            : null;

    // Where no guest can be booted at all the reason of the first is the reason.
    private static string? WhyItIsReplaced()
    {
        string? why = Needs.IsRoot ? Guest.WhyNot(GuestKind.Uml) : null;
        if (why is not null && Guest.WhyNot(GuestKind.Tcg) is null)
        {
            BedTrial.NoteReplacement(Guest.NameOf(GuestKind.Uml), Guest.NameOf(GuestKind.Tcg), why);
        }

        return why;
    }
}
