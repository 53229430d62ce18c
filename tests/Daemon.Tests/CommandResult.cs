namespace Helios.Daemon.Tests;

/// <summary>What a command left behind.</summary>
public sealed record CommandResult(int Code, string Output, string Error)
{
    /// <summary>The output, when the command succeeded.</summary>
    public string Good()
    {
        Assert.True(Code == 0, $"exit code {Code}: {Error}");
        return Output;
    }
}
