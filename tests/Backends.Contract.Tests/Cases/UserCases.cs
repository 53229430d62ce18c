using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Who a payload is.</summary>
internal static class UserCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        ContractCase.Prints("the user is root of the container by default", "id -u; id -g", "0\n0"),
        ContractCase.Prints("a number is a user", "id -u", "1234", As("1234:1234")),
        ContractCase.Prints("user and group can be numbers", "id -u; id -g", "1234\n4321", As("1234:4321")),
        ContractCase.Prints("a user name is looked up in the container", "id -u; id -g", "1500\n1600", As("rose")),
        ContractCase.Prints("a group name is looked up in the container", "id -u; id -g", "1500\n1800", As("rose:tools")),
        ContractCase.Prints("a named user has the groups of the group file", "id -G", "1600 1700", As("rose")),
        ContractCase.Prints("extra groups are added", "id -G", "1600 1800 1900", static spec => spec with { User = UserSpec.Parse("rose:roses"), Groups = ["tools", "1900"] }),
        ContractCase.Prints("root has no groups of the launcher's", "id -G", "0"),
        ContractCase.Prints("an ordinary user has no capability", "grep CapEff /proc/self/status", "CapEff:\t0000000000000000", As("rose")),
        ContractCase.Prints("an ordinary user has no capability to pass on", "grep -E 'CapPrm|CapInh|CapAmb' /proc/self/status",
            "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapAmb:\t0000000000000000", As("rose")),
        ContractCase.Exits("an ordinary user cannot read what is root's", "cat /data/private", 1, As("rose")),
        ContractCase.Exits("an ordinary user cannot become root", "su root -c true </dev/null", 1, As("rose")),
        ContractCase.Prints("root of the container can read what is root's", "cat /data/private", "private"),
        new("a user that the container does not know is refused", async run =>
        {
            ContainerSpec spec = run.Shell("true") with { User = UserSpec.Parse("nobody-here") };
            BackendException failure = await Assert.ThrowsAsync<BackendException>(() => run.RunAsync(spec));
            Assert.Contains("nobody-here", failure.Message, StringComparison.Ordinal);
        }),
        new("a group that the container does not know is refused", async run =>
        {
            ContainerSpec spec = run.Shell("true") with { User = UserSpec.Parse("rose:nobodies") };
            BackendException failure = await Assert.ThrowsAsync<BackendException>(() => run.RunAsync(spec));
            Assert.Contains("nobodies", failure.Message, StringComparison.Ordinal);
        }),
    ];

    private static Func<ContainerSpec, ContainerSpec> As(string user) => spec => spec with { User = UserSpec.Parse(user) };
}
