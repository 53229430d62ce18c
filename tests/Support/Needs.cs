using Xunit;

namespace Helios.Support;

/// <summary>Skips a test with its reason where the host lacks something. A skip is visible; a silent return is not.</summary>
public static class Needs
{
    /// <summary>Whether the long form of stress and soak tests is asked for (HELIOS_LONG=1).</summary>
    public static bool Long => Environment.GetEnvironmentVariable("HELIOS_LONG") is "1" or "true";

    public static bool IsRoot => Environment.IsPrivilegedProcess;

    public static void Root()
    {
        if (!IsRoot)
        {
            Assert.Skip("needs root");
        }
    }

    /// <summary>A program of the host, by its name or by its path; that it is there is not enough, it has to work.</summary>
    public static void Tool(string name)
    {
        if (ToolTrial.WhyNot(name) is { } lack)
        {
            Assert.Skip(lack);
        }
    }

    public static void FileAt(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"needs {path}");
        }
    }

    public static void X64()
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Skip("needs x86-64");
        }
    }
}
