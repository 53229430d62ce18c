using Helios.Support.Beds;

namespace Helios.Support.Tests;

public sealed class GuestRefusalTests
{
    [Fact]
    public void A_processor_with_more_state_than_user_mode_linux_knows_is_named_with_its_size()
        => Assert.Matches("^user-mode Linux [0-9.]* ?does not run on this processor: extended state of 11008 bytes$", Guest.Refusal(GuestKind.Uml, 11008, "Kernel panic"));

    [Fact]
    public void On_any_other_processor_the_guests_own_complaint_is_the_reason()
    {
        Assert.EndsWith("does not boot here: Kernel panic", Guest.Refusal(GuestKind.Uml, 2432, "Kernel panic"), StringComparison.Ordinal);
        Assert.Equal("an emulated machine does not boot here: no bfq", Guest.Refusal(GuestKind.Tcg, 11008, "no bfq"));
    }
}
