using System.Runtime.CompilerServices;
using Helios.Support;

namespace Helios.Forktop.Tests;

/// <summary>Stored texts beside the tests.</summary>
internal static class Golden
{
    internal static void Check(string name, string text, [CallerFilePath] string caller = "")
    {
        string path = Repository.PathOf("tests", "Forktop.Tests", "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("HELIOS_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"{path} is missing; HELIOS_UPDATE_GOLDEN=1 writes it ({Path.GetFileName(caller)})");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
