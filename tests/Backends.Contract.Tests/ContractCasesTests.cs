namespace Helios.Backends.Contract.Tests;

public sealed class ContractCasesTests
{
    [Fact]
    public void The_contract_has_at_least_150_promises() => Assert.InRange(ContractCases.Count, 150, 1000);
}
