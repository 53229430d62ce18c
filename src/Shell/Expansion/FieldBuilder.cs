using System.Text;

namespace Helios.Shell;

/// <summary>A word after its expansions, and which of its characters were quoted: those are no pattern.</summary>
internal readonly record struct Field(string Text, IReadOnlyList<bool> IsQuoted);

/// <summary>Puts the expansions of one word together and splits what is not quoted at the separators of IFS.</summary>
internal sealed class FieldBuilder(string separators)
{
    private readonly List<Field> _fields = [];
    private readonly StringBuilder _text = new();
    private List<bool> _isQuoted = [];

    // Whether a field has been begun: by a character, or by quotes with nothing in them.
    private bool _isOpen;

    // Whether white space has just ended a field: a separator that follows belongs to it.
    private bool _isBehindSpace;

    /// <summary>Adds text as it is.</summary>
    internal void Append(string text, bool isQuoted)
    {
        if (text.Length == 0)
        {
            return;
        }

        Open();
        Add(text, isQuoted);
    }

    /// <summary>Begins a field even if nothing comes: <c>""</c> is one.</summary>
    internal void Open()
    {
        _isOpen = true;
        _isBehindSpace = false;
    }

    /// <summary>Adds the value of an unquoted expansion.</summary>
    internal void AppendSplit(string text)
    {
        foreach (char c in text)
        {
            if (!separators.Contains(c))
            {
                Open();
                _text.Append(c);
                _isQuoted.Add(false);
            }
            else if (c is ' ' or '\t' or '\n')
            {
                if (_isOpen)
                {
                    End();
                    _isBehindSpace = true;
                }
            }
            else if (_isBehindSpace)
            {
                _isBehindSpace = false;
            }
            else
            {
                End();
            }
        }
    }

    /// <summary>Ends a field here, whatever comes: between the arguments of <c>"$@"</c>.</summary>
    internal void End()
    {
        _fields.Add(new Field(_text.ToString(), _isQuoted));
        _text.Clear();
        _isQuoted = [];
        _isOpen = false;
        _isBehindSpace = false;
    }

    /// <summary>Ends a field that has been begun: between the arguments of <c>$@</c> without quotes.</summary>
    internal void EndIfOpen()
    {
        if (_isOpen)
        {
            End();
        }
    }

    /// <summary>The fields; none when an expansion yielded nothing at all.</summary>
    internal List<Field> Finish()
    {
        if (_isOpen)
        {
            End();
        }

        return _fields;
    }

    private void Add(string text, bool isQuoted)
    {
        _text.Append(text);
        for (int i = 0; i < text.Length; i++)
        {
            _isQuoted.Add(isQuoted);
        }
    }
}
