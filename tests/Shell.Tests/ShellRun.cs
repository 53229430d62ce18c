using System.Diagnostics;
using Helios.Support;

namespace Helios.Shell.Tests;

/// <summary>Runs the real program, at which nobody types.</summary>
internal static class ShellRun
{
    internal static string Program { get; } = Path.Join(AppContext.BaseDirectory, "helios-shell");

    /// <summary>Runs commands as <c>-c</c> has them.</summary>
    internal static ToolResult Commands(string commands, string input = "", string? directory = null) => Run(["-c", commands], input, directory);

    internal static ToolResult Run(IEnumerable<string> arguments, string input = "", string? directory = null, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(Program, arguments) { WorkingDirectory = directory ?? "/" };
        start.Environment["LC_ALL"] = "C";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Tool.Run(start, input);
    }
}
