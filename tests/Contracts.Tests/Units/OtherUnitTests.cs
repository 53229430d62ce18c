using FsCheck;
using FsCheck.Fluent;

namespace Helios.Contracts.Tests.Units;

public sealed class OtherUnitTests
{
    [Theory]
    [InlineData("0.5", 50_000)]
    [InlineData("2", 200_000)]
    [InlineData("50%", 50_000)]
    [InlineData("0.01", 1_000)]
    public void CpuAmount_is_a_quota_of_a_hundred_millisecond_period(string text, long quota) => Assert.Equal(quota, CpuAmount.Parse(text).QuotaMicroseconds);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("0.001")]
    [InlineData("9000")]
    public void CpuAmount_refuses_what_the_kernel_would_not_take(string text) => Assert.Throws<FormatException>(() => CpuAmount.Parse(text));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0,2-3", "0,2-3")]
    [InlineData("3,2,1", "1-3")]
    [InlineData("1,1,2", "1-2")]
    [InlineData(" 0 , 2 ", "0,2")]
    public void CpuSet_is_written_as_the_shortest_list(string text, string shortest) => Assert.Equal(shortest, CpuSet.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("3-1")]
    [InlineData("-1")]
    [InlineData("1-2-3")]
    [InlineData("8192")]
    [InlineData("0,,1")]
    public void CpuSet_refuses_what_is_no_list(string text) => Assert.Throws<FormatException>(() => CpuSet.Parse(text));

    [Fact]
    public void CpuSet_written_and_read_again_is_equal()
        => Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<byte>>(), static numbers =>
        {
            CpuSet set = CpuSet.Parse(string.Join(',', numbers.Get));
            return CpuSet.Parse(set.ToString()).Equals(set);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("TERM", 15, "SIGTERM")]
    [InlineData("sigterm", 15, "SIGTERM")]
    [InlineData("9", 9, "SIGKILL")]
    [InlineData("RTMIN+3", 37, "SIGRTMIN+3")]
    [InlineData("SIGRTMIN", 34, "SIGRTMIN")]
    public void Signal_reads_names_and_numbers(string text, int number, string name)
    {
        Signal signal = Signal.Parse(text);
        Assert.Equal(number, signal.Number);
        Assert.Equal(name, signal.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("SIG")]
    [InlineData("NOPE")]
    [InlineData("RTMIN+99")]
    public void Signal_refuses_what_is_none(string text) => Assert.Throws<FormatException>(() => Signal.Parse(text));

    [Theory]
    [InlineData("c1")]
    [InlineData("Web.2_a-b")]
    public void ContainerId_takes_names_of_files_and_hosts(string text) => Assert.Equal(text, ContainerId.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void ContainerId_refuses_what_could_leave_its_directory(string text) => Assert.Throws<FormatException>(() => ContainerId.Parse(text));

    [Fact]
    public void ContainerId_never_holds_a_slash_or_begins_with_a_dot()
        => Prop.ForAll<string>(static text => !ContainerId.TryParse(text, out ContainerId id) || (!id.ToString().Contains('/', StringComparison.Ordinal) && id.ToString()[0] != '.'))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1000", "1000", null)]
    [InlineData("1000:1000", "1000", "1000")]
    [InlineData("www-data:adm", "www-data", "adm")]
    public void UserSpec_reads_user_and_group(string text, string user, string? group)
    {
        UserSpec spec = UserSpec.Parse(text);
        Assert.Equal(user, spec.User);
        Assert.Equal(group, spec.Group);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("a:b:c")]
    [InlineData("99999999999")]
    [InlineData("4294967295")]
    [InlineData("12ab")]
    [InlineData("-1")]
    public void UserSpec_never_takes_a_text_of_digits_for_a_name(string text)
        => Assert.Throws<FormatException>(() => UserSpec.Parse(text)); // crun CVE-2026-30892

    [Theory]
    [InlineData("nofile=1024", RlimitKind.NoFile, 1024UL, 1024UL)]
    [InlineData("nofile=1024:4096", RlimitKind.NoFile, 1024UL, 4096UL)]
    public void Rlimit_reads_soft_and_hard(string text, RlimitKind kind, ulong soft, ulong hard) => Assert.Equal(new Rlimit(kind, soft, hard), Rlimit.Parse(text));

    [Fact]
    public void Rlimit_reads_unlimited() => Assert.Equal(new Rlimit(RlimitKind.Core, 0, null), Rlimit.Parse("core=0:unlimited"));

    [Theory]
    [InlineData("nofile")]
    [InlineData("nofile=")]
    [InlineData("nofile=a")]
    [InlineData("nope=1")]
    [InlineData("7=1")]
    [InlineData("nofile=2:1")]
    public void Rlimit_refuses_what_is_none(string text) => Assert.Throws<FormatException>(() => Rlimit.Parse(text));
}
