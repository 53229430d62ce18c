namespace Helios.Forktop;

/// <summary>Why forktop cannot do what was asked, in one line.</summary>
public sealed class ForktopException : Exception
{
    /// <param name="message">What, why and what to do.</param>
    /// <param name="code">The exit code to end with; 0 for the caller's own.</param>
    public ForktopException(string message, int code = 0)
        : base(message)
        => Code = code;

    /// <summary>The exit code to end with; 0 for the caller's own.</summary>
    public int Code { get; }
}
