<?xml version="1.0" encoding="utf-8"?>
<!-- Joins files of views. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/Files">
    <Configuration>
      <ViewDefinitions>
        <xsl:copy-of select="Configuration/ViewDefinitions/View" />
      </ViewDefinitions>
    </Configuration>
  </xsl:template>
</xsl:stylesheet>
