using Helios.Support;

namespace Helios.Simulation.Tests;

/// <summary>The test kit as its users have it: packages, and a project of their own.</summary>
public sealed class SampleTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    [Fact]
    public void The_sample_builds_on_the_packages_alone_and_its_tests_pass()
    {
        using TempTree files = new();
        string sample = files.MakeFolder("sample");
        foreach (string file in Directory.GetFiles(Repository.PathOf("samples", "RehearsedFleet")))
        {
            File.Copy(file, Path.Combine(sample, Path.GetFileName(file)));
        }

        Dotnet("pack", Repository.PathOf("packaging", "TestKit.slnf"), "-c", "Release", "--no-build", "-o", Path.Combine(sample, "packages"));
        // Helios's own packages are unpacked here, where no other build finds them; the others are where they are.
        string known = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Dotnet("build", sample, "-c", "Release", "-o", files.At("built"), $"-p:RestorePackagesPath={files.At("unpacked")}", $"-p:RestoreFallbackFolders={known}", "-p:NuGetAudit=false");
        ToolResult tests = Tool.Run(new(files.At("built/RehearsedFleet"), ["-noLogo", "-noColor"]), limit: s_patience);

        Assert.True(tests.ExitCode == 0, tests.Output + tests.Errors);
        Assert.Contains("Total: 5, Errors: 0, Failed: 0, Skipped: 0", tests.Output, StringComparison.Ordinal);
    }

    private static void Dotnet(params string[] words)
    {
        ToolResult done = Tool.Run(new("dotnet", [.. words, "--nologo", "-v", "quiet", "-nodeReuse:false"]), limit: s_patience);
        Assert.True(done.ExitCode == 0, $"dotnet {string.Join(' ', words)}: {done.Output}{done.Errors}");
    }
}
