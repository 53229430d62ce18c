namespace Helios.Support;

/// <summary>How a program ended and what it wrote.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The output of a program that must have succeeded.</summary>
    public string Expect()
        => ExitCode == 0 ? Output : throw new InvalidOperationException($"exit code {ExitCode}: {Errors}");
}
