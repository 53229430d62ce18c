using System.Text;

namespace Helios.Cli;

/// <summary>Writes text to another writer, and nothing in it that a terminal would obey. See <see cref="TerminalText"/>.</summary>
internal sealed class EscapingWriter : TextWriter
{
    private readonly TextWriter _target;

    internal EscapingWriter(TextWriter target)
        : base(System.Globalization.CultureInfo.InvariantCulture)
    {
        _target = target;
        CoreNewLine = ['\n'];
    }

    /// <inheritdoc/>
    public override Encoding Encoding => _target.Encoding;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        if (TerminalText.IsObeyed(value))
        {
            _target.Write(TerminalText.Escape(value.ToString()));
        }
        else
        {
            _target.Write(value);
        }
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (value is not null)
        {
            _target.Write(TerminalText.Escape(value));
        }
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Flush() => _target.Flush();
}
