namespace Helios.Shell;

/// <summary>Text that is no command, and where: <c>line 1, column 7: unexpected ')'</c>.</summary>
internal sealed class SyntaxException : Exception
{
    internal SyntaxException(string reason, Position at, bool isIncomplete = false)
        : base($"line {at.Line}, column {at.Column}: {reason}")
    {
        At = at;
        Reason = reason;
        IsIncomplete = isIncomplete;
    }

    /// <summary>Where it is.</summary>
    internal Position At { get; }

    /// <summary>What is wrong.</summary>
    internal string Reason { get; }

    /// <summary>Whether more text could make it right: somebody who types may go on with another line.</summary>
    internal bool IsIncomplete { get; }
}

/// <summary>A place in the text.</summary>
/// <param name="Offset">In UTF-16 units from its beginning.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
internal readonly record struct Position(int Offset, int Line, int Column);
