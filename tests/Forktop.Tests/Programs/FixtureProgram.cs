using Helios.Support;

namespace Helios.Forktop.Tests;

/// <summary>The C program of the tests, compiled once.</summary>
public sealed class FixtureProgram : IDisposable
{
    private readonly TempTree _folder = new();

    public FixtureProgram()
    {
        Needs.Tool("gcc");
        Needs.X64();
        Path = _folder.At("fixture");

        // Other users execute it too.
        File.SetUnixFileMode(_folder.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Tool.Run("gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-static", "-pthread", "-o", Path, Repository.PathOf("tests", "Forktop.Tests", "Programs", "fixture.c")).Expect();
    }

    /// <summary>The program.</summary>
    public string Path { get; }

    /// <summary>A folder of the tests' own.</summary>
    public string Folder => _folder.Root;

    public void Dispose() => _folder.Dispose();
}
