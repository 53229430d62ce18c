namespace Helios.Actors.Event;

internal sealed class TemplateLogMessage(ILogMessageFormatter formatter, string format, object?[] arguments) : LogMessage(formatter, format)
{
    public override IEnumerable<object> Parameters() => arguments!;

    public override string ToString() => Formatter.Format(Format, Parameters());
}
