using Helios.Backends.SystemdRun.Gates;
using Helios.Support;

namespace Helios.Backends.SystemdRun.Tests;

public sealed class GateTests
{
    [Fact]
    public void The_bytes_are_what_the_listing_assembles_to()
    {
        Needs.Tool("as");
        Needs.Tool("objcopy");
        using TempTree files = new();
        Tool.Run("as", Repository.PathOf("src", "Backends.SystemdRun", "Gates", "Gate.x64.S"), "-o", files.At("gate.o")).Expect();
        Tool.Run("objcopy", "-O", "binary", "-j", ".text", files.At("gate.o"), files.At("gate.bin")).Expect();
        Assert.Equal(File.ReadAllBytes(files.At("gate.bin")), Gate.Code.ToArray());
    }

    [Fact]
    public void A_gate_without_a_launcher_ends()
    {
        Needs.X64();
        using TempTree files = new();
        string gate = files.WriteProgram("gate", Gate.Executable());
        Assert.Equal(125, Tool.Run(new System.Diagnostics.ProcessStartInfo(gate, ["/no/such/report", "/no/such/release", "/bin/true"])).ExitCode);
    }
}
