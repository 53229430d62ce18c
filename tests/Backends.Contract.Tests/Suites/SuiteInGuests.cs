using Helios.Support.Beds;

namespace Helios.Backends.Contract.Tests;

/// <summary>One suite of the contract inside guests: each kind is booted once, for all who ask what a case found there.</summary>
/// <param name="suite">The suite that is run inside.</param>
/// <param name="unified">The areas that run on one v2 tree, in user-mode Linux where that boots.</param>
/// <param name="emulated">The areas that run on an emulated machine anyway. Where that takes the place of user-mode Linux it runs both, in one boot.</param>
public abstract class SuiteInGuests(Type suite, IReadOnlyCollection<string> unified, IReadOnlyCollection<string> emulated) : IDisposable
{
    private readonly Run _userMode = new(GuestKind.Uml, suite, () => unified);
    private readonly Run _emulated = new(GuestKind.Tcg, suite, () => UnifiedGuest.WhyReplaced is null ? emulated : [.. emulated.Union(unified)]);

    /// <summary>Reports what a case found on one v2 tree; skips it where there is no guest with one.</summary>
    internal void ReportUnified(string name)
    {
        Assert.SkipWhen(UnifiedGuest.WhyNot is not null, UnifiedGuest.WhyNot ?? "");
        (UnifiedGuest.WhyReplaced is null ? _userMode : _emulated).Report(name);
    }

    /// <summary>Reports what a case found on an emulated machine; skips it where there is none.</summary>
    internal void ReportEmulated(string name)
    {
        Assert.SkipWhen(Guest.WhyNot(GuestKind.Tcg) is not null, Guest.WhyNot(GuestKind.Tcg) ?? "");
        _emulated.Report(name);
    }

    public void Dispose()
    {
        _userMode.Dispose();
        _emulated.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class Run(GuestKind kind, Type suite, Func<IEnumerable<string>> areas)
        : GuestRun(() => kind, () => ["-class", suite.FullName!, .. ContractCases.FilterOf(areas())]);
}
