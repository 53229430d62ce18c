using Helios.Isolation.Cgroups;
using Helios.Linux;
using Helios.Support;

namespace Helios.Isolation.Tests.Cgroups;

public sealed class IoWeightsTests : IDisposable
{
    private readonly TempTree _tree = new();

    public IoWeightsTests()
    {
        Scheduler("loop0", "[none] mq-deadline kyber bfq");
        _tree.MakeFolder("block/odd");
        _tree.MakeFolder("group");
    }

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void A_disk_under_bfq_is_enough_on_either_version_whatever_the_root_group_has()
    {
        Assert.NotNull(Lack());
        Assert.NotNull(LackV1());
        Scheduler("vda", "mq-deadline kyber [bfq] none");
        Assert.Null(Lack());
        Assert.Null(LackV1());
    }

    [Fact]
    public void A_file_of_a_scheduler_that_no_disk_uses_is_not_enough()
    {
        Group("io.weight", "io.bfq.weight", "blkio.weight", "blkio.bfq.weight");
        _tree.Write("group/io.cost.qos", "254:0 enable=0 ctrl=auto\n");
        Assert.Contains("choose bfq", Lack(), StringComparison.Ordinal);
        Assert.Contains("io.cost.qos", Lack(), StringComparison.Ordinal);
        Assert.Contains("choose bfq", LackV1(), StringComparison.Ordinal);
        Assert.DoesNotContain("io.cost.qos", LackV1(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_with_a_cost_model_is_enough_on_v2_only()
    {
        _tree.Write("group/io.cost.qos", "254:0 enable=1 ctrl=auto\n");
        Assert.Null(Lack());
        Assert.NotNull(LackV1());
    }

    [Fact]
    public void A_disk_under_cfq_is_enough_on_v1_where_its_groups_have_weights()
    {
        Scheduler("sda", "noop deadline [cfq]");
        Assert.NotNull(LackV1());
        Group("blkio.weight");
        Assert.Null(LackV1());
        Assert.NotNull(Lack());
    }

    [Fact]
    public void A_machine_without_disks_has_no_weights()
        => Assert.NotNull(IoWeights.FindV1(_tree.At("group"), _tree.At("nowhere")));

    [Theory]
    [InlineData(1, "1", "1")]
    [InlineData(100, "100", "100")]
    [InlineData(300, "300", "118")]
    [InlineData(10_000, "10000", "1000")]
    public void On_v2_each_file_gets_the_weight_in_its_own_scale(int weight, string byCost, string byBfq)
    {
        Group("io.weight", "io.bfq.weight");
        IoWeights.Write(_tree.At("group"), weight);
        Assert.Equal((byCost, byBfq), (Text("io.weight"), Text("io.bfq.weight")));
    }

    [Theory]
    [InlineData(1, "10", "1")]
    [InlineData(100, "500", "100")]
    [InlineData(10_000, "1000", "1000")]
    public void On_v1_each_file_gets_the_weight_in_its_own_scale(int weight, string byCfq, string byBfq)
    {
        Group("blkio.weight", "blkio.bfq.weight");
        IoWeights.WriteV1(_tree.At("group"), weight);
        Assert.Equal((byCfq, byBfq), (Text("blkio.weight"), Text("blkio.bfq.weight")));
    }

    [Fact]
    public void On_v1_a_group_without_either_file_is_an_error_that_names_bfqs()
        => Assert.Contains("blkio.bfq.weight", Assert.Throws<SyscallException>(() => IoWeights.WriteV1(_tree.At("group"), 100)).Message, StringComparison.Ordinal);

    private string? Lack() => IoWeights.Find(_tree.At("group"), _tree.At("block"))?.ToString();

    private string? LackV1() => IoWeights.FindV1(_tree.At("group"), _tree.At("block"))?.ToString();

    private void Scheduler(string disk, string text) => _tree.Write($"block/{disk}/queue/scheduler", text + "\n");

    private void Group(params string[] files) => Array.ForEach(files, file => _tree.Write("group/" + file, ""));

    private string Text(string file) => File.ReadAllText(_tree.At("group", file));
}
