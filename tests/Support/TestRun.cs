using System.Globalization;

namespace Helios.Support;

/// <summary>What this test program calls its own on the host, so that another test program, another clone and the user's own containers are not in its way.</summary>
/// <remarks>
/// Helios is told by its two variables, which all it starts inherits. In a bed nobody else is, and a variable that is set already is somebody's choice.
/// The module initializer of each test program that starts containers calls <see cref="Begin"/> before anything else runs.
/// </remarks>
public static class TestRun
{
    /// <summary>The variable that tells a test program that it runs inside a bed.</summary>
    public const string BedVariable = "HELIOS_TEST_BED";

    private const string StateVariable = "HELIOS_STATE_DIR";
    private const string GroupVariable = "HELIOS_CGROUP";

    /// <summary>The directory of this program's locks and sockets.</summary>
    public static string StateDirectory => Environment.GetEnvironmentVariable(StateVariable) ?? "/run/helios";

    /// <summary>The name of this program's control groups.</summary>
    public static string Group => Environment.GetEnvironmentVariable(GroupVariable) ?? "helios";

    /// <summary>Names both after this process.</summary>
    public static void Begin()
    {
        if (Environment.GetEnvironmentVariable(BedVariable) is null && Environment.GetEnvironmentVariable(StateVariable) is null && Environment.GetEnvironmentVariable(GroupVariable) is null)
        {
            Environment.SetEnvironmentVariable(StateVariable, StateOf(Environment.IsPrivilegedProcess ? "/run" : Path.GetTempPath()));
            Environment.SetEnvironmentVariable(GroupVariable, string.Create(CultureInfo.InvariantCulture, $"helios_test_{Environment.ProcessId}"));
        }
    }

    /// <summary>A state directory of this program's own below a folder.</summary>
    public static string StateOf(string folder) => Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"helios-test-{Environment.ProcessId}"));
}
